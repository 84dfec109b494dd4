/** What the sync server needs of a logger: fields first, then a fixed text. Ids only, never names or notes. */
export interface Log {
	info(fields: object, text: string): void;
	warn(fields: object, text: string): void;
	error(fields: object, text: string): void;
}
