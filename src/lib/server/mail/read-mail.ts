import type { KeptMail } from './mailer';

export interface ReadableMail {
	id: string;
	to: string;
	subject: string;
	date: string;
	text: string;
}

/** Reads a message of ours back: one plain text part, as the mailer writes it. */
export function readMail({ id, content }: KeptMail): ReadableMail {
	const end = content.indexOf('\n\n');
	const headers = new Map(
		content
			.slice(0, end)
			.replace(/\n[ \t]+/g, ' ')
			.split('\n')
			.map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.replace(/^[^:]*:\s*/, '')])
	);
	const encoding = headers.get('content-transfer-encoding');
	return {
		id,
		to: headers.get('to') ?? '',
		subject: decodeWords(headers.get('subject') ?? ''),
		date: headers.get('date') ?? '',
		text: decodeBody(content.slice(end + 2), encoding ?? '')
	};
}

function decodeBody(body: string, encoding: string): string {
	switch (encoding.toLowerCase()) {
		case 'base64':
			return Buffer.from(body, 'base64').toString('utf8');
		case 'quoted-printable':
			return decodeQuoted(body.replace(/=\n/g, ''));
		default:
			return body;
	}
}

/** Words of a header in the form `=?UTF-8?Q?…?=` or `=?UTF-8?B?…?=`. */
function decodeWords(header: string): string {
	return header
		.replace(/\?=\s+=\?/g, '?==?')
		.replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
			kind.toLowerCase() === 'b'
				? Buffer.from(word, 'base64').toString('utf8')
				: decodeQuoted(word.replaceAll('_', ' '))
		);
}

function decodeQuoted(text: string): string {
	const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16))
	);
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
