/** A calendar as RFC 5545 writes it, for the clocks of France. Words come from whoever asks: this file knows none. */

const TIME_ZONE = 'Europe/Paris';
const PRODUCT = '-//Maillage//Maillage//FR';
const LINE_OCTETS = 75;
/** How often calendars ask again (RFC 7986, and the older name of it). */
const REFRESH = 'PT4H';

export interface CalendarEvent {
	/** Stable, and the same in every file where the event is. */
	uid: string;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string;
	updatedAt: string;
	/** Grows with each change. */
	sequence: number;
	summary: string;
	location: string;
	/** Link of the video meeting, and the words that go with it. */
	video: { url: string; label: string } | null;
	cancelled: boolean;
}

export interface CalendarFile {
	name: string;
	events: readonly CalendarEvent[];
}

/** Writes the file: UTF-8, CRLF, lines of 75 octets at most. */
export function calendarFile({ name, events }: CalendarFile): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		`PRODID:${PRODUCT}`,
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`NAME:${escaped(name)}`,
		`X-WR-CALNAME:${escaped(name)}`,
		`X-WR-TIMEZONE:${TIME_ZONE}`,
		`REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
		`X-PUBLISHED-TTL:${REFRESH}`,
		...ZONE,
		...events.flatMap(eventLines),
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Clock changes in the European Union since 1996. */
const ZONE = [
	'BEGIN:VTIMEZONE',
	`TZID:${TIME_ZONE}`,
	'BEGIN:DAYLIGHT',
	'TZOFFSETFROM:+0100',
	'TZOFFSETTO:+0200',
	'TZNAME:CEST',
	'DTSTART:19960331T020000',
	'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
	'END:DAYLIGHT',
	'BEGIN:STANDARD',
	'TZOFFSETFROM:+0200',
	'TZOFFSETTO:+0100',
	'TZNAME:CET',
	'DTSTART:19961027T030000',
	'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
	'END:STANDARD',
	'END:VTIMEZONE'
];

function eventLines(event: CalendarEvent): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${event.uid}`,
		`DTSTAMP:${utc(event.updatedAt)}`,
		`LAST-MODIFIED:${utc(event.updatedAt)}`,
		`SEQUENCE:${String(event.sequence)}`,
		`DTSTART;TZID=${TIME_ZONE}:${local(event.startsAt)}`,
		`DTEND;TZID=${TIME_ZONE}:${local(event.endsAt)}`,
		`SUMMARY:${escaped(event.summary)}`,
		...(event.location === '' ? [] : [`LOCATION:${escaped(event.location)}`]),
		...(event.video ? videoLines(event.video) : []),
		`STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
		`TRANSP:${event.cancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
		'END:VEVENT'
	];
}

function videoLines({ url, label }: { url: string; label: string }): string[] {
	// An address is not a text: nothing is escaped in it, and nothing in it may end the line.
	const address = url.replaceAll(/[\s\u0000-\u001f]/g, '');
	return [
		`DESCRIPTION:${escaped(`${label} ${address}`)}`,
		`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${address}`
	];
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
	timeZone: TIME_ZONE,
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23'
});

function local(iso: string): string {
	const parts = new Map(CLOCK.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
	const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
	return `${part('year')}${part('month')}${part('day')}T${part('hour')}${part('minute')}${part('second')}`;
}

function utc(iso: string): string {
	return `${new Date(iso).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
	return text
		.replaceAll(/[\\;,]/g, (character) => `\\${character}`)
		.replaceAll(/\r\n|\r|\n/g, '\\n')
		.replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
}

/** Folds a line so that each part has 75 octets at most, never inside a character. */
function folded(line: string): string {
	const parts: string[] = [];
	let part = '';
	let octets = 0;
	for (const character of line) {
		const size = new TextEncoder().encode(character).length;
		// The space that opens a continuation counts.
		if (octets + size > LINE_OCTETS) {
			parts.push(part);
			part = '';
			octets = 1;
		}
		part += character;
		octets += size;
	}
	return [...parts, part].join('\r\n ');
}
