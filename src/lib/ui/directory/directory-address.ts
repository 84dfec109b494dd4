import { isBlockerType, type BlockerType } from '$lib/domain/blocker';

/** What the address of the directory asks for. */
export interface DirectoryQuery {
	type: BlockerType | null;
	text: string;
	/** Id of the service whose sheet is open. */
	service: string | null;
}

/** Reads the query of an address; what is none is left out. */
export function readQuery(query: URLSearchParams): DirectoryQuery {
	const type = query.get('frein');
	return {
		type: isBlockerType(type) ? type : null,
		text: query.get('q') ?? '',
		service: query.get('service')
	};
}

/** The query of an address, from `?` on; empty when nothing is asked. */
export function directoryQuery({ type, text, service }: DirectoryQuery): string {
	const query = new URLSearchParams();
	if (type) query.set('frein', type);
	if (text.trim()) query.set('q', text.trim());
	if (service) query.set('service', service);
	return query.size === 0 ? '?' : `?${query.toString()}`;
}
