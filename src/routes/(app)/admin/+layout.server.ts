import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** For anybody else these pages do not exist; what they read, PostgreSQL refuses them anyway. */
export const load: LayoutServerLoad = async ({ parent }) => {
	const { me } = await parent();
	if (!me.administrator) error(404, { code: 'not_found', message: 'not_found' });
};
