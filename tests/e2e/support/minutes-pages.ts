/** Who may read minutes, their files, and the register of decisions. */
import type { Actor, World } from './isolation';

const ROUTE = '/(app)/q/[territory]/reunions/[date]/releve';
const GROUP = '/q/les-tilleuls';
const FILES = ['pdf', 'docx', 'txt'].map((extension) => `.${extension}`);

type Answers = Record<Actor, 200 | 303 | 401 | 403 | 404>;
interface Rule {
	path: (world: World) => string;
	answers: Answers;
}

const MEMBERS: Answers = {
	anonymous: 303,
	inside: 200,
	outside: 200,
	colleague: 200,
	facilitator: 200,
	observer: 403,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
/** Of a day without a meeting. */
const NOWHERE: Answers = {
	...MEMBERS,
	inside: 404,
	outside: 404,
	colleague: 404,
	facilitator: 404
};
const OTHER_GROUP: Answers = { ...NOWHERE, observer: 404, elsewhere: 200 };

/** Files have no page around them that tells who observes. */
const asFile = (answers: Answers): Answers => ({ ...answers, anonymous: 401, observer: 404 });

/** Addresses that answer without a page. */
export const MINUTES_FILES = FILES.map((file) => `${ROUTE}${file}`);

export const MINUTES_PAGES: Record<string, Rule[]> = {
	[ROUTE]: rulesOf('', MEMBERS, NOWHERE),
	...Object.fromEntries(
		FILES.map((file) => [`${ROUTE}${file}`, rulesOf(file, asFile(MEMBERS), asFile(NOWHERE))])
	),
	'/(app)/q/[territory]/reunions/decisions': [
		{ path: () => `${GROUP}/reunions/decisions`, answers: MEMBERS },
		{ path: () => '/q/les-glycines/reunions/decisions', answers: OTHER_GROUP }
	]
};

function rulesOf(file: string, held: Answers, nowhere: Answers): Rule[] {
	return [
		{
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/releve${file}`,
			answers: held
		},
		{ path: () => `${GROUP}/reunions/2026-02-31/releve${file}`, answers: nowhere }
	];
}
