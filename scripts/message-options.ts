import type { CompilerOptions } from '@inlang/paraglide-js';

/** How the messages are compiled, by the build and by the checks that run before it. */
export const MESSAGE_OPTIONS: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true
};
