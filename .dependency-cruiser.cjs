/** Who may import whom: one line per module of the map in CONTRIBUTING.md. */
const LIB = '^src/lib/';

/** `from` may import itself, the given modules and the given packages, and nothing else of the project. */
function border(name, { modules = [], packages = [], types = [] }) {
	const from = `${LIB}${name}/`;
	const allowed = [name, ...modules].map((module) => `${LIB}${module}(/|[.])`);
	return [
		{
			name: `${name.replace('/', '-')}-modules`,
			severity: 'error',
			comment: `${name} may import ${modules.join(', ') || 'nothing of the project'}.`,
			from: { path: from, pathNot: '[.]test[.]ts$' },
			to: { path: '^(src|tests|scripts|supabase)/', pathNot: [...allowed, '[.]sql$'] }
		},
		{
			name: `${name.replace('/', '-')}-packages`,
			severity: 'error',
			comment: `${name} may use ${packages.join(', ') || 'no package'}.`,
			from: { path: from, pathNot: '[.]test[.]ts$' },
			to: {
				path: '^(node_modules/|node:)|^[$]app|^[$]env',
				pathNot: packages.map((each) =>
					/^[$]|:$/.test(each) ? `^${each.replace('$', '[$]')}` : `^node_modules/${each}/`
				),
				...(types.length > 0 ? { dependencyTypesNot: types } : {})
			}
		},
		{
			name: `${name.replace('/', '-')}-builtins`,
			severity: 'error',
			comment: `${name} runs without Node.`,
			from: { path: packages.includes('node:') ? '^$' : from, pathNot: '[.]test[.]ts$' },
			to: { dependencyTypes: ['core'] }
		}
	];
}

/** Folders beside one another do not import each other. */
function siblings(
	folder,
	shared,
	{ only = '[^/]+', name = `${folder.replace('/', '-')}-siblings` } = {}
) {
	return {
		name,
		severity: 'error',
		comment: `A folder of ${folder} imports ${shared.join(' or ')}, not its sisters.`,
		from: { path: `${LIB}${folder}/(${only})/`, pathNot: '[.]test[.]ts$' },
		to: {
			path: `${LIB}${folder}/([^/]+)/`,
			pathNot: [`${LIB}${folder}/$1/`, ...shared.map((each) => `${LIB}${folder}/${each}/`)]
		}
	};
}

module.exports = {
	forbidden: [
		...border('domain', {}),
		...border('documents', { modules: ['domain'], packages: ['yjs', 'lib0', 'y-protocols'] }),
		...border('client', {
			modules: ['domain', 'documents'],
			packages: ['yjs', 'lib0', 'y-protocols', 'y-websocket', 'svelte', '$app']
		}),
		...border('ui', {
			modules: ['domain', 'documents', 'client', 'paraglide'],
			packages: [
				'svelte',
				'svelte-dnd-action',
				'yjs',
				'y-protocols',
				'@tiptap',
				'@lucide',
				'@fontsource-variable',
				'$app'
			]
		}),
		...border('server/database', {
			modules: ['domain'],
			packages: ['kysely', 'pg', '@types/pg', 'node:']
		}),
		...border('server/access', {
			modules: ['domain', 'server/database', 'server/app'],
			packages: ['@supabase', 'jose', 'valibot', 'uqr', '@sveltejs/kit', '$app', 'node:']
		}),
		...border('server/sync', {
			modules: ['domain', 'documents', 'server/access', 'server/database'],
			packages: ['ws', '@types/ws', '@redis', 'yjs', 'lib0', 'y-protocols', 'kysely', 'node:']
		}),
		...border('server/local', {
			modules: ['domain', 'documents', 'server/database', 'server/mail', 'server/app'],
			packages: [
				'pg',
				'@types/pg',
				'bcrypt',
				'@types/bcrypt',
				'jose',
				'yjs',
				'kysely',
				'valibot',
				'uqr',
				'node:'
			]
		}),
		...border('server/mail', {
			modules: ['domain', 'paraglide', 'ui/kit'],
			packages: ['nodemailer', '@types/nodemailer', 'node:']
		}),
		...border('server/jobs', {
			modules: ['domain', 'paraglide', 'server/database', 'server/mail'],
			packages: ['pg-boss', 'kysely', 'node:']
		}),
		...border('server/minutes', {
			modules: ['domain', 'paraglide', 'ui/kit', 'ui/meeting'],
			packages: ['pdfkit', '@types/pdfkit', 'docx', '@expo-google-fonts', 'node:']
		}),
		...border('server/import', {
			modules: ['domain', 'server/database'],
			packages: ['csv-parse', 'read-excel-file', 'fflate', 'node:']
		}),
		{
			name: 'only-types-of-the-application',
			severity: 'error',
			comment:
				'Modules of the server know the shape of the application; only server/app and the routes hold it.',
			from: {
				path: `${LIB}server/(database|jobs|sync|local|mail|minutes|import)/`,
				pathNot: '[.]test[.]ts$'
			},
			to: { path: `${LIB}server/app/`, dependencyTypesNot: ['type-only'] }
		},
		siblings('ui', ['kit', 'editor'], { only: '(?!(run|case)/)[^/]+' }),
		siblings('ui', ['kit', 'editor', 'course'], { only: 'case', name: 'ui-case-siblings' }),
		siblings('ui', ['kit', 'editor', 'meeting'], { only: 'run', name: 'ui-run-siblings' }),
		{
			name: 'editor-where-one-writes',
			severity: 'error',
			comment:
				'The editor is for the case and the meeting: the board and the inbox load without it.',
			from: { path: `${LIB}ui/(board|inbox|kit)/` },
			to: { path: `${LIB}ui/editor/|^node_modules/@tiptap/` }
		},
		{
			name: 'no-server-in-the-browser',
			severity: 'error',
			from: { path: `${LIB}(domain|documents|client|ui)/` },
			to: { path: `${LIB}server/` }
		},
		{
			name: 'no-one-imports-routes',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/routes/' },
			to: { path: '^src/routes/' }
		},
		{
			name: 'no-cycle',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
		},
		{
			name: 'no-orphan',
			severity: 'error',
			from: {
				orphan: true,
				pathNot: [
					'[.]d[.]ts$',
					'^src/routes/',
					'[.]config[.](ts|js)$',
					'^scripts/',
					'[.]test[.]ts$'
				]
			},
			to: {}
		},
		{
			name: 'no-unknown',
			severity: 'error',
			comment: 'An import must lead somewhere.',
			from: {},
			to: {
				couldNotResolve: true,
				pathNot: '^[$](app|env|lib/paraglide)|^[.]/[$]types|[$]types$|^virtual:'
			}
		},
		{
			name: 'no-test-in-the-product',
			severity: 'error',
			from: { path: '^src/', pathNot: '[.]test[.]ts$' },
			to: { path: '^tests/|[.]test[.]ts$' }
		}
	],
	options: {
		doNotFollow: { path: '^node_modules/' },
		exclude: { path: '^(src/lib/paraglide/|build/|[.]svelte-kit/)' },
		tsPreCompilationDeps: true,
		// The one that SvelteKit writes: `paths` of an extended file are not followed.
		tsConfig: { fileName: '.svelte-kit/tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'browser', 'import', 'node', 'default', 'types'],
			extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.d.ts', '.json']
		}
	}
};
