import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';

const FOLDER = 'src/lib/server/database';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test('[C13] the types of the tables say what the migrations made', async () => {
	const { rows } = await database.owner.query<{ table: string; columns: string[] }>(
		`select c.relname as table,
			array_agg(a.attname || case when a.attnotnull then '' else ' or null' end order by a.attname)::text[] as columns
		 from pg_class as c
		 join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
		 group by c.relname order by c.relname`
	);
	expect(declaredTables()).toEqual(rows.map(({ table, columns }) => ({ table, columns })));
});

/** Tables and columns as the files of the schema declare them. */
function declaredTables(): { table: string; columns: string[] }[] {
	const source = readdirSync(FOLDER)
		.filter((name) => name.startsWith('schema'))
		.map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'))
		.join('\n');
	const tables = bodyOf(source, 'Database').matchAll(/^\t(\w+): (\w+);$/gm);
	return [...tables].map(([, table = '', type = '']) => ({
		table,
		columns: [...bodyOf(source, type).matchAll(/^\t(\w+): ([^;]+);$/gm)]
			.map(([, column = '', columnType = '']) =>
				/null|Nullable/.test(columnType) ? `${column} or null` : column
			)
			.toSorted()
	}));
}

function bodyOf(source: string, name: string): string {
	return new RegExp(`interface ${name} \\{\\n([^}]*)\\}`).exec(source)?.[1] ?? '';
}
