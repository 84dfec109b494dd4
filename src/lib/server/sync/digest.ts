import { hash } from 'node:crypto';

/** Of a JSON value: says whether it changed without keeping it. */
export function digest(value: unknown): string {
	return hash('sha256', JSON.stringify(value), 'base64');
}
