/** Who may send what the page of a running meeting sends, to the one that runs in the world of these tests. */
import type { Form, Rule } from './action-rules';
import type { Actor, World } from './isolation';
import { dayOfRunning, RUNNING } from './running-meeting';

const FACILITATORS: Record<Actor, number> = {
	anonymous: 401,
	inside: 403,
	outside: 403,
	colleague: 403,
	facilitator: 200,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};

const ITEM = { itemId: RUNNING.item };
const FORMS: Record<string, (world: World) => Form | Promise<Form>> = {
	start: () => ({}),
	pause: () => ({ paused: 'true' }),
	extend: () => ({ ...ITEM, total: '2' }),
	postpone: () => ({ ...ITEM, to: '' }),
	restoreItem: () => ITEM,
	goTo: () => ({ from: '', to: RUNNING.item, done: 'false' }),
	take: () => ({}),
	handOver: async (world) => ({ toId: await world.idOf('nathalie') })
};

export const RUN_RULES: Record<string, Rule> = Object.fromEntries(
	Object.entries(FORMS).map(([action, form]): [string, Rule] => [
		`/(app)/q/[territory]/reunions/[date]/animer?/${action}`,
		{
			path: async (world) =>
				`/q/les-tilleuls/reunions/${await dayOfRunning(world)}/animer?/${action}`,
			form,
			answers: FACILITATORS
		}
	])
);
