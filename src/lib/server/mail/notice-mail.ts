import type { NoticeKind } from '$lib/domain/notice';
import { m } from '$lib/paraglide/messages';
import type { Locale } from '$lib/paraglide/runtime';
import { formatLong, formatTime } from '$lib/ui/kit/dates';
import { localMoment } from '$lib/domain/agenda-calendar';
import type { Mail } from './mailer';

/** One thing to tell: of which case, or of which meeting. */
interface Line {
	kind: NoticeKind;
	reference: string | null;
	territory: string;
	startsAt: string | null;
}

/** What a message of the follow-up is made of. */
interface NoticeLetter {
	id: string;
	to: string;
	language: Locale;
	token: string;
	kind: 'now' | 'digest';
	createdAt: string;
	lines: Line[];
}

/**
 * Writes a message of the follow-up in the language of its reader: references of cases, names of groups and days of
 * meetings; no name of anybody, no word of a note, and links that name no case.
 */
export function noticeMail(letter: NoticeLetter, publicUrl: string): Mail {
	const { language: locale, lines } = letter;
	const fewer = `${publicUrl}/courriels/${letter.token}`;
	const said = [...meetingLines(lines, locale), ...caseLines(letter)];
	return {
		to: letter.to,
		subject: subjectOf(letter),
		text: m.mail_notice_text(
			{ lines: said.join('\n'), link: `${publicUrl}/ma-journee`, fewer },
			{ locale }
		),
		once: { id: letter.id, at: new Date(letter.createdAt) },
		fewer
	};
}

function subjectOf({ kind, lines, language: locale }: NoticeLetter): string {
	const [line] = lines;
	if (kind === 'digest' || !line) return m.mail_notice_subject_digest({}, { locale });
	if (lines.length > 1) return m.mail_notice_subject_many({}, { locale });
	const { reference, territory, startsAt } = line;
	if (startsAt !== null) {
		const day = formatLong(localMoment(startsAt).date, locale);
		return reference === null
			? m.mail_notice_subject_meeting({ day, territory }, { locale })
			: m.mail_notice_subject_presenting({ day, reference }, { locale });
	}
	return reference === null
		? m.mail_notice_subject_group({ territory }, { locale })
		: m.mail_notice_subject_case({ reference }, { locale });
}

function meetingLines(lines: Line[], locale: Locale): string[] {
	return lines.flatMap(({ startsAt, reference, territory }) => {
		if (startsAt === null) return [];
		const day = formatLong(localMoment(startsAt).date, locale);
		return reference === null
			? m.mail_notice_line_meeting(
					{ day, time: formatTime(startsAt, locale), territory },
					{ locale }
				)
			: m.mail_notice_line_presenting({ day, reference }, { locale });
	});
}

function caseLines({ kind, lines, language: locale }: NoticeLetter): string[] {
	const others = lines.filter(({ startsAt }) => startsAt === null);
	if (kind === 'now') {
		const said = others.map(({ reference, territory }) =>
			reference === null
				? m.mail_notice_line_group({ territory }, { locale })
				: m.mail_notice_line_case({ reference }, { locale })
		);
		return [...new Set(said)];
	}
	const list = (wanted: (each: NoticeKind) => boolean): string =>
		[
			...new Set(
				others.filter((line) => wanted(line.kind)).map((line) => line.reference ?? line.territory)
			)
		].join(', ');
	const waiting = list((each) => each !== 'due' && each !== 'change');
	const due = list((each) => each === 'due');
	const changed = list((each) => each === 'change');
	return [
		waiting && m.mail_notice_line_waiting({ references: waiting }, { locale }),
		due && m.mail_notice_line_due({ references: due }, { locale }),
		changed && m.mail_notice_line_change({ references: changed }, { locale })
	].filter((line) => line !== '');
}
