/** What the address of the versions of a note says. */
const VIEWS = ['versions', 'auteurs', 'effacer'] as const;
export type View = (typeof VIEWS)[number];

export interface VersionsAddress {
	/** The note of the reader's organisation instead of the common one. */
	own: boolean;
	view: View;
	versionId: string | null;
	/** What the version is compared with: the one before, or the note as it reads now. */
	compared: 'before' | 'now' | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WORDS = { before: 'precedente', now: 'actuelle' } as const;

/** Reads an address; what it does not know counts as not said. */
export function readVersionsAddress(query: URLSearchParams): VersionsAddress {
	const view = VIEWS.find((each) => each === query.get('vue')) ?? 'versions';
	const id = query.get('v') ?? '';
	const compared = query.get('avec');
	return {
		own: query.get('note') === 'structure',
		view,
		versionId: UUID.test(id) ? id : null,
		compared: compared === WORDS.before ? 'before' : compared === WORDS.now ? 'now' : null
	};
}

/** The query of an address. */
export function versionsQuery(address: Partial<VersionsAddress>): string {
	const query = new URLSearchParams();
	if (address.own) query.set('note', 'structure');
	if (address.view && address.view !== 'versions') query.set('vue', address.view);
	if (address.versionId) query.set('v', address.versionId);
	if (address.compared) query.set('avec', WORDS[address.compared]);
	return `?${query.toString()}`;
}

/** What the last form of an erasure answered. */
export interface EraseAnswer {
	words?: string;
	found?: { places: string[]; versions: number };
	everything?: boolean;
	unsure?: boolean;
}
