import { outlineText } from '$lib/server/minutes/text';
import { minutesFile } from '../minutes-of';
import type { RequestHandler } from './$types';

/** Minutes as plain text. */
export const GET: RequestHandler = (event) =>
	minutesFile(event, { extension: 'txt', type: 'text/plain; charset=utf-8', write: outlineText });
