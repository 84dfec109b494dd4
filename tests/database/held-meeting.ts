/** A group of its own with meetings, for tests of what a meeting leaves. */
import { randomUUID } from 'node:crypto';
import type { DecisionKind } from '../../src/lib/domain/decision';
import type { AgendaItemKind } from '../../src/lib/domain/meeting';
import type { RunItemState } from '../../src/lib/domain/meeting-run';
import { closeMeeting } from '../../src/lib/server/database/closing';
import { meetingFacts, type MeetingAndCases } from '../../src/lib/server/database/facts';
import { startMeeting } from '../../src/lib/server/database/meeting-runs';
import { sealMinutes } from '../../src/lib/server/database/minutes';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildMeeting,
	daysAgo,
	type BuiltCase
} from '../support/builders';
import type { TestDatabase } from '../support/database';
import type { SignedIn, World } from './world';

export interface NewItem {
	kind?: AgendaItemKind;
	caseId?: string;
	itemId?: string;
	title?: string;
	question?: string;
	notes?: string;
	parked?: boolean;
	presenterId?: string;
	state?: RunItemState;
}

interface NewLine {
	caseId?: string;
	itemId?: string;
	label: string;
	kind?: DecisionKind;
	ownerId?: string;
}

/** Circle, partner and unnamed work in it; facilitator prepares its meetings. */
export class HeldMeetings {
	readonly #database: TestDatabase;
	readonly #world: World;
	readonly groupId: string;

	private constructor(database: TestDatabase, world: World, groupId: string) {
		this.#database = database;
		this.#world = world;
		this.groupId = groupId;
	}

	static async build(database: TestDatabase, world: World): Promise<HeldMeetings> {
		const { id: groupId } = await buildGroup(database.owner);
		const { circle, partner, unnamed, facilitator } = world.people;
		for (const profileId of [circle, partner, unnamed]) {
			await buildMandate(database.owner, { profileId, groupId });
		}
		await buildMandate(database.owner, { profileId: facilitator, groupId, role: 'facilitator' });
		return new HeldMeetings(database, world, groupId);
	}

	/** A case opened by circle, shared with their organisation and the partner's. */
	case(firstName?: string): Promise<BuiltCase> {
		const { people, organizations } = this.#world;
		return buildCase(this.#database.owner, {
			groupId: this.groupId,
			organizationId: organizations.alpha,
			createdBy: people.circle,
			circle: [people.circle, people.partner],
			agreement: [organizations.alpha, organizations.beta],
			...(firstName === undefined ? {} : { firstName })
		});
	}

	/** A meeting that many days ago, with these items, that began when one of them has a state. */
	async meeting(days: number, items: readonly NewItem[]): Promise<string> {
		const { owner } = this.#database;
		const meetingId = await buildMeeting(owner, {
			groupId: this.groupId,
			createdBy: this.#world.people.facilitator,
			startsAt: daysAgo(days)
		});
		const rows = items.map((item, rank) => {
			const itemId = item.itemId ?? (item.caseId ? `case:${item.caseId}` : randomUUID());
			return { ...item, itemId, rank, kind: item.kind ?? (item.caseId ? 'case' : 'free') };
		});
		for (const row of rows) {
			await owner.query(
				`insert into public.agenda_items (
					meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank, notes, parked, presenter_id
				) values ($1, $2, $3, $4, $5, $6, $7, 6, $8, $9, $10, $11)`,
				[
					...[meetingId, row.itemId, this.groupId, row.kind, row.caseId ?? null, row.title ?? ''],
					...[row.question ?? '', row.rank, row.notes ?? '', row.parked ?? false],
					row.presenterId ?? null
				]
			);
		}
		if (rows.every(({ state }) => state === undefined)) return meetingId;
		await this.as('facilitator', (tx) => startMeeting(tx, meetingId));
		for (const { itemId, state } of rows) {
			if (state === undefined) continue;
			await owner.query(
				`insert into public.run_items (meeting_id, item_id, group_id, state, spent) values ($1, $2, $3, $4, 90)`,
				[meetingId, itemId, this.groupId, state]
			);
		}
		return meetingId;
	}

	/** Writes a line of a meeting that is past, and returns its id. */
	async decide(meetingId: string, line: NewLine): Promise<string> {
		const id = randomUUID();
		const { caseId = null, itemId = `case:${line.caseId}`, kind = 'action', label } = line;
		await this.#database.owner.query(
			`insert into public.decisions (id, meeting_id, group_id, item_id, case_id, kind, label, owner_id, author_id)
			 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			[
				...[id, meetingId, this.groupId, itemId, caseId, kind, label, line.ownerId ?? null],
				this.#world.people.facilitator
			]
		);
		return id;
	}

	/** Closes a meeting and seals its minutes. */
	async close(meetingId: string): Promise<void> {
		await this.as('facilitator', (tx) => closeMeeting(tx, meetingId));
		await this.system((tx) => sealMinutes(tx, meetingId));
	}

	/** What the document of a meeting says of it. */
	async facts(meetingId: string): Promise<MeetingAndCases> {
		const facts = await this.system((tx) => meetingFacts(tx, meetingId));
		if (!facts) throw new Error('no such meeting');
		return facts;
	}

	/** The person takes their agreement back. */
	async withdraw(caseId: string): Promise<void> {
		await this.#database.owner.query(
			'update public.agreements set withdrawn_at = now() where case_id = $1',
			[caseId]
		);
	}

	as<T>(who: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
		return asCaller(this.#database.databases, this.#world.callers[who], work);
	}

	system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
		return asSystem(this.#database.databases, work);
	}
}
