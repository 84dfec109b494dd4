import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The only linter of the project: there is one set of rules, and nothing may be switched off in a file. */
export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', '.data/', 'src/lib/paraglide/', 'node_modules/'] },
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	...ts.configs.strictTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: { allowDefaultProject: ['.dependency-cruiser.cjs'] },
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		rules: {
			eqeqeq: 'error',
			'max-lines': ['error', { max: 400 }],
			'no-alert': 'error',
			'no-debugger': 'error',
			'no-empty': 'error',
			'no-eval': 'error',
			'no-fallthrough': 'error',
			'no-self-compare': 'error',
			'no-unreachable': 'error',
			'no-warning-comments': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }
			],
			'@typescript-eslint/no-confusing-void-expression': [
				'error',
				{
					ignoreArrowShorthand: true,
					ignoreVoidOperator: true,
					ignoreVoidReturningFunctions: true
				}
			],
			// A promise that is asked of a function by its interface needs no await inside.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }
			],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			],
			// SvelteKit's `redirect` and `error` are thrown as they are.
			'@typescript-eslint/only-throw-error': 'off',
			// What leaves a page is written with `resolve` only where an address has parameters of ours.
			'svelte/no-navigation-without-resolve': 'off',
			// A Map or a Date that no component draws needs no reactivity.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		rules: {
			'prefer-const': 'off',
			'svelte/prefer-const': [
				'error',
				{ destructuring: 'all', excludedRunes: ['$props', '$state'] }
			],
			'svelte/button-has-type': 'error',
			'svelte/require-each-key': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/no-target-blank': 'error'
		}
	},
	{
		// The linter takes an imported component for `any`; svelte-check, which runs next, knows its type.
		files: ['**/*.svelte'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{ files: ['src/**'], rules: { 'no-console': 'error' } },
	{ files: ['**/*.js', '**/*.cjs'], ...ts.configs.disableTypeChecked }
);
