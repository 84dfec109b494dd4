/** Lets plain Node run the modules of `src`: `$lib/…` and imports without an extension. */
import { registerHooks } from 'node:module';

const LIB = new URL('../src/lib/', import.meta.url);

registerHooks({
	resolve(specifier, context, next) {
		const ours = context.parentURL?.includes('/node_modules/') === false;
		const target = specifier.startsWith('$lib/')
			? new URL(specifier.slice(5), LIB).href
			: specifier;
		const bare = ours && /^(?:\.|file:)/.test(target) && !/\.[jt]s$/.test(target);
		// The words are compiled to JavaScript.
		const extension = target.includes('/paraglide/') ? 'js' : 'ts';
		return next(bare ? `${target}.${extension}` : target, context);
	}
});
