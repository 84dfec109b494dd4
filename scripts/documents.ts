/**
 * `npm run documents:check [name…]` reads stored documents and compares them with the tables; `npm run documents:project
 * [name…]` makes the tables say what they say. All documents when none is named. The application may run meanwhile.
 */
import './resolve-lib.ts';

const PROBLEMS = {
	gap: 'numéros qui manquent dans le journal',
	unreadable: 'octets illisibles',
	incomplete: 'modifications qui dépendent d’autres, absentes',
	not_projected: 'tables qui ne disent pas la même chose'
} as const;

const { parseDocumentName } = await import('../src/lib/domain/document-name.ts');
const { readSettings } = await import('../src/lib/server/app/settings.ts');
const { connect, disconnect } = await import('../src/lib/server/database/database.ts');
const { openStoredDatabase } = await import('../src/lib/server/local/stored-database.ts');
const { checkDocument, projectDocument, storedDocuments } =
	await import('../src/lib/server/sync/upkeep.ts');

type Databases = Parameters<typeof checkDocument>[0];
type Name = Parameters<typeof checkDocument>[1];

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function giveUp(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(2);
}

/** Runs on the database of the settings: a project's, or the embedded one, started when it does not run. */
async function onDatabases(work: (databases: Databases) => Promise<boolean>): Promise<boolean> {
	const { supabase, data } = readSettings(process.env);
	const local = supabase ? null : await openStoredDatabase(data);
	const urlFor = (role: string): string => local?.urlFor(role) ?? supabase?.databaseUrl ?? '';
	const databases = connect({ person: urlFor('app_server'), system: urlFor('app_worker') });
	try {
		return await work(databases);
	} finally {
		await disconnect(databases);
		await local?.stop();
	}
}

async function check(databases: Databases, names: Name[]): Promise<boolean> {
	let wrong = 0;
	for (const name of names) {
		const checked = await checkDocument(databases, name);
		if (checked?.problems.length === 0) continue;
		wrong++;
		const problems = checked ? checked.problems.map((each) => PROBLEMS[each]).join(', ') : 'absent';
		const size = checked ? ` (${checked.rows} lignes, ${checked.bytes} octets)` : '';
		say(`${name}${size} : ${problems}`);
	}
	say(`Documents vérifiés : ${names.length}. En défaut : ${wrong}.`);
	return wrong === 0;
}

async function project(databases: Databases, names: Name[]): Promise<boolean> {
	let changed = 0;
	let unread = 0;
	for (const name of names) {
		const projected = await projectDocument(databases, name);
		if (projected === null) {
			unread++;
			say(`${name} : absent ou illisible`);
		} else if (projected) changed++;
	}
	say(
		`Documents projetés : ${names.length - unread}. Changés : ${changed}. Illisibles : ${unread}.`
	);
	return unread === 0;
}

const [command, ...given] = process.argv.slice(2);
if (command !== 'check' && command !== 'project')
	giveUp('Usage : documents.ts check|project [nom…]');
const unknown = given.find((name) => !parseDocumentName(name));
if (unknown !== undefined)
	giveUp('Un nom donné n’est pas celui d’un document, par exemple case:<id>.');
try {
	const isWell = await onDatabases(async (databases) => {
		const names = given.length > 0 ? (given as Name[]) : await storedDocuments(databases);
		return command === 'check' ? check(databases, names) : project(databases, names);
	});
	process.exitCode = isWell ? 0 : 1;
} catch (error) {
	giveUp(error instanceof Error ? error.message : String(error));
}
