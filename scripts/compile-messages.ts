/** Compiles the messages as the build does, for the checks that run before it. */
import { compile } from '@inlang/paraglide-js';
import { MESSAGE_OPTIONS } from './message-options.ts';

await compile(MESSAGE_OPTIONS);
