import { outlinePdf } from '$lib/server/minutes/pdf';
import { minutesFile } from '../minutes-of';
import type { RequestHandler } from './$types';

/** Minutes as a tagged PDF. */
export const GET: RequestHandler = (event) =>
	minutesFile(event, { extension: 'pdf', type: 'application/pdf', write: outlinePdf });
