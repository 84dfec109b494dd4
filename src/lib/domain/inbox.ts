import type { BlockerType } from './blocker';
import type { Cohort } from './cohort';

export type InboxItemKind = 'mention' | 'action' | 'blocker' | 'agreement';

/** One thing that asks something of one professional. */
export interface InboxItem {
	/** `<kind>:<id of the row>` */
	id: string;
	kind: InboxItemKind;
	territory: string;
	case: { reference: string; shortName: string; cohort: Cohort } | null;
	/** Who asks, null for the clock. */
	author: { id: string; firstName: string; lastName: string; color: number } | null;
	/** The sentence around a mention, the label of an action…; null when the reader may not see it. */
	text: string | null;
	/** ISO date-time at which it came. */
	at: string;
	/** ISO date at which it is due. */
	dueOn: string | null;
	/** Address of the exact place. */
	href: string;
	doneAt: string | null;
	/** Of a blocker that the reader carries. */
	blockerType?: BlockerType;
}

/** A dated event of the week. */
export interface WeekEvent {
	at: string;
	kind: 'meeting' | 'action';
	label: string;
	detail: string;
	href: string;
}

export interface InboxFacts {
	items: InboxItem[];
	week: WeekEvent[];
}
