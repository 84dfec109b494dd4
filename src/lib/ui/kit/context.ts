import { createContext } from 'svelte';
import type { InboxState } from '$lib/client/inbox-state.svelte';
import type { DocumentConnection } from '$lib/client/document-connection.svelte';
import type { Member } from '$lib/domain/member';
import type { Live } from './live.svelte';
import type { Toasts } from './toasts.svelte';

/** Who is signed in. A function: the layout's data may change under a page. */
export const [getMe, setMe] = createContext<() => Member>();

/** Connections of the page, so that the shell can tell the worst state. */
export interface SaveStates {
	/** Registers a connection; returns the way to take it back. */
	add(connection: DocumentConnection): () => void;
}
export const [getSaveStates, setSaveStates] = createContext<SaveStates>();

/** Messages with an undo, and the spoken status. */
export const [getToasts, setToasts] = createContext<Toasts>();
export const [getLive, setLive] = createContext<Live>();

/** Opens the search of the shell. */
export const [getSearch, setSearch] = createContext<() => void>();

/** The inbox that the shell keeps open, and its connection. */
export interface OpenInbox {
	readonly state: InboxState;
	readonly connection: DocumentConnection;
}
export const [getInbox, setInbox] = createContext<() => OpenInbox>();
