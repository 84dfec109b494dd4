import { describe, expect, test } from 'vitest';
import { calendarFile, type CalendarEvent } from './calendar-file';

test('[I1] every line ends with CRLF and has 75 octets at most, none cut inside a character', () => {
	const text = calendarFile({
		name: 'Réunions',
		events: [event({ summary: 'é'.repeat(200), location: `${'a'.repeat(73)}🏠${'€'.repeat(60)}` })]
	});
	expect(text.endsWith('\r\n')).toBe(true);
	for (const line of text.split('\r\n')) {
		expect(line).not.toMatch(/[\r\n]/);
		expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
		expect(line).not.toMatch(/[\ud800-\udbff]$/);
	}
	const [read] = eventsIn(text);
	expect(read?.get('SUMMARY')).toBe('é'.repeat(200));
	expect(read?.get('LOCATION')).toBe(`${'a'.repeat(73)}🏠${'€'.repeat(60)}`);
});

test('[I2] hours are those of France, on both sides of a clock change', () => {
	const hours = [
		event({ startsAt: '2026-10-22T07:30:00.000Z', endsAt: '2026-10-22T09:30:00.000Z' }),
		event({ startsAt: '2026-10-29T08:30:00.000Z', endsAt: '2026-10-29T10:30:00.000Z' })
	];
	const read = eventsIn(calendarFile({ name: '', events: hours }));
	expect(read.map((found) => found.get('DTSTART;TZID=Europe/Paris'))).toEqual([
		'20261022T093000',
		'20261029T093000'
	]);
	expect(read[0]?.get('DTEND;TZID=Europe/Paris')).toBe('20261022T113000');
});

test('[I2] the time zone is defined, with its two clock changes', () => {
	const [zone] = componentsIn(calendarFile({ name: '', events: [] }), 'VTIMEZONE');
	expect(zone?.get('TZID')).toBe('Europe/Paris');
	expect(calendarFile({ name: '', events: [] })).toMatch(
		/BEGIN:DAYLIGHT[^]*TZOFFSETTO:\+0200[^]*BYMONTH=3;BYDAY=-1SU[^]*BEGIN:STANDARD[^]*TZOFFSETTO:\+0100[^]*BYMONTH=10;BYDAY=-1SU/
	);
});

test('[I3] what an event must have is there once', () => {
	const [read] = eventsIn(calendarFile({ name: '', events: [event({})] }));
	for (const name of ['UID', 'DTSTAMP', 'SEQUENCE', 'SUMMARY', 'STATUS'])
		expect(read?.has(name), name).toBe(true);
	expect(read?.get('DTSTAMP')).toBe('20261101T101112Z');
	expect(read?.get('STATUS')).toBe('CONFIRMED');
});

test('[I3] a cancelled date keeps its entry and says so', () => {
	const [read] = eventsIn(calendarFile({ name: '', events: [event({ cancelled: true })] }));
	expect(read?.get('STATUS')).toBe('CANCELLED');
	expect(read?.get('TRANSP')).toBe('TRANSPARENT');
});

describe('[I4] nothing that is typed becomes a line of its own', () => {
	const nasty = 'Salle 2, étage; a\\b\r\nEND:VEVENT\nBEGIN:VEVENT\u0007';
	test('in a place', () => {
		const text = calendarFile({ name: nasty, events: [event({ location: nasty })] });
		expect(eventsIn(text)).toHaveLength(1);
		expect(eventsIn(text)[0]?.get('LOCATION')).toBe(
			nasty.replace('\r\n', '\n').replace('\u0007', ' ')
		);
	});
	test('in a link', () => {
		const url = 'https://visio.example/a\r\nATTENDEE:mailto:x';
		const text = calendarFile({ name: '', events: [event({ video: { url, label: 'Visio :' } })] });
		expect(text).not.toMatch(/^ATTENDEE/m);
	});
});

test('[I5] the link of the video meeting stands where calendars look for it', () => {
	const url = 'https://visio.example/salle?a=1;b=2,3';
	const [read] = eventsIn(
		calendarFile({ name: '', events: [event({ video: { url, label: 'Visio :' } })] })
	);
	expect(read?.get('CONFERENCE;VALUE=URI;FEATURE=VIDEO')).toBe(
		'https://visio.example/salle?a=1;b=2,3'
	);
	expect(read?.get('DESCRIPTION')).toBe(`Visio : ${url}`);
});

function event(fields: Partial<CalendarEvent>): CalendarEvent {
	return {
		uid: 'a@maillage',
		startsAt: '2026-11-26T08:30:00.000Z',
		endsAt: '2026-11-26T10:30:00.000Z',
		updatedAt: '2026-11-01T10:11:12.345Z',
		sequence: 0,
		summary: 'Groupe opérationnel',
		location: '',
		video: null,
		cancelled: false,
		...fields
	};
}

function eventsIn(text: string): Map<string, string>[] {
	return componentsIn(text, 'VEVENT');
}

/** Reads the file as RFC 5545 says: unfolded, one property a line, text unescaped. Throws on a property that is there twice. */
function componentsIn(text: string, component: string): Map<string, string>[] {
	const lines = text.replaceAll('\r\n ', '').split('\r\n');
	const found: Map<string, string>[] = [];
	let open: Map<string, string> | null = null;
	let nested = 0;
	for (const line of lines) {
		if (line === `BEGIN:${component}`) open = new Map();
		else if (line === `END:${component}`) {
			if (open) found.push(open);
			open = null;
		} else if (line.startsWith('BEGIN:')) nested += 1;
		else if (line.startsWith('END:')) nested -= 1;
		else if (open && nested === 1) {
			const [, name = '', value = ''] = /^([A-Z-]+(?:;[A-Z-]+=[^:;]+)*):(.*)$/.exec(line) ?? [];
			if (name === '' || open.has(name)) throw new Error(`not a property of one line: ${line}`);
			const isText = !name.includes('VALUE=URI');
			open.set(name, isText ? unescaped(value) : value);
		}
	}
	return found;
}

function unescaped(value: string): string {
	return value.replaceAll(/\\([\\;,nN])/g, (_, character: string) =>
		character.toLowerCase() === 'n' ? '\n' : character
	);
}
