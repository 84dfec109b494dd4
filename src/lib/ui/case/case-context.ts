import { createContext } from 'svelte';
import type { CaseState } from '$lib/client/case-state.svelte';
import type { DocumentConnection } from '$lib/client/document-connection.svelte';
import type { BlockerType } from '$lib/domain/blocker';
import type { CaseFacts } from '$lib/domain/case';
import type { Lever } from '$lib/domain/lever';
import type { Member } from '$lib/domain/member';
import type { Service } from '$lib/domain/service';
import type { CommandResult } from '$lib/ui/kit/command';
import type { CasePassages } from './case-passages.svelte';

/** What every part of an open case needs. Getters: all of it is live. */
export interface OpenCase {
	readonly state: CaseState;
	readonly connection: DocumentConnection;
	readonly facts: CaseFacts;
	readonly me: Member;
	/** Colleagues of the group, as the reader may know them. */
	readonly members: readonly Member[];
	/** Those that forms propose. */
	readonly blockerTypes: readonly BlockerType[];
	/** Of the vocabulary, and services of the directory that treat blockers. */
	readonly levers: readonly Lever[];
	readonly services: readonly Service[];
	/** ISO date of today in the offices. */
	readonly today: string;
	/** Words of the notes that became blockers and actions. */
	readonly passages: CasePassages;
	memberOf(id: string | null): Member | null;
	/** Opens the form of a new action with words, linked to a blocker. */
	startAction(draft: { label: string; blockerId: string }): void;
	/** Sends a command; a refusal that is no field's is told in a message. */
	send(name: string, fields: FormData): Promise<CommandResult>;
}

export const [getCase, setCase] = createContext<OpenCase>();

/** What the circle may change of an identity. */
export interface Contact {
	lastName: string | null;
	phone: string | null;
	email: string | null;
}

/** A full identity as the server hands it out, once, to somebody of the circle. */
export interface ShownIdentity extends Contact {
	firstName: string;
	birthYear: number;
}
