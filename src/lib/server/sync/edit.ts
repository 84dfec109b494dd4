import type { Peer } from './peer';

/** An edit of somebody, its bytes checked. */
export interface Edit {
	update: Uint8Array;
	/** End of what it holds of each Yjs client. */
	ends: Map<number, number>;
	/** How far each Yjs client must be known for it to be held entirely. */
	needs: Map<number, number>;
	peer: Peer;
	/** Sent by the client by itself on coming back: what it forges is repaired in silence. */
	resync: boolean;
}

/** Stands for somebody in whose name the server writes. */
export class Author {
	readonly profileId: string;

	constructor(profileId: string) {
		this.profileId = profileId;
	}
}
