import type { Migration } from '$lib/server/database/migrate';

const FILES = import.meta.glob<string>('/supabase/migrations/*.sql', {
	query: '?raw',
	import: 'default',
	eager: true
});

/** The migrations of the application in their order, part of the bundle. */
export const MIGRATIONS: readonly Migration[] = Object.entries(FILES)
	.map(([path, sql]) => {
		const [, version = '', name = ''] = /(\d{14})_(\w+)\.sql$/.exec(path) ?? [];
		return { version, name, sql };
	})
	.sort((a, b) => a.version.localeCompare(b.version));
