/** Lets plain Node run the modules of the server, with the SQL they hold: `…sql?raw` is the text of a file. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import '../../sync/resolve-lib.ts';

const RAW = '?raw';

registerHooks({
	resolve(specifier, context, next) {
		if (!specifier.endsWith(RAW)) return next(specifier, context);
		return { url: new URL(specifier, context.parentURL).href, shortCircuit: true };
	},
	load(url, context, next) {
		if (!url.endsWith(RAW)) return next(url, context);
		const text = readFileSync(new URL(url.slice(0, -RAW.length)), 'utf8');
		return {
			format: 'module',
			source: `export default ${JSON.stringify(text)}`,
			shortCircuit: true
		};
	}
});
