import { outlineDocx } from '$lib/server/minutes/docx';
import { minutesFile } from '../minutes-of';
import type { RequestHandler } from './$types';

/** Minutes for a text processor. */
export const GET: RequestHandler = (event) =>
	minutesFile(event, {
		extension: 'docx',
		type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		write: outlineDocx
	});
