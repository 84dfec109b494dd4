/** An item of an ordered list: what decides its place. Ties are broken by id. */
export interface Ranked {
	id: string;
	position: string;
}

// In the order of their code units, so that positions compare as plain text.
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MIDDLE = DIGITS.charAt(DIGITS.length / 2);

/**
 * A position strictly between two others; null stands for the start and the end of the list.
 * Returns null when nothing fits: positions that are equal, out of order, or written by something else.
 */
export function positionBetween(before: string | null, after: string | null): string | null {
	const found = after === null ? following(before ?? '') : between(before ?? '', after);
	const fits = found > (before ?? '') && (after === null || found < after);
	return fits ? found : null;
}

/**
 * Positions to write so that `id` stands at `index` (0 = first) of `items`, which are in order.
 * One write usually; the whole list when the neighbours leave no room. Empty when nothing moves.
 */
export function movesTo(items: readonly Ranked[], id: string, index: number): Ranked[] {
	const from = items.findIndex((item) => item.id === id);
	const others = items.filter((item) => item.id !== id);
	const to = Math.min(Math.max(index, 0), others.length);
	if (from === -1 || from === to) return [];
	const position = positionBetween(others[to - 1]?.position ?? null, others[to]?.position ?? null);
	if (position !== null) return [{ id, position }];
	const order = [
		...others.slice(0, to).map((item) => item.id),
		id,
		...others.slice(to).map((item) => item.id)
	];
	return spread(order);
}

/** A position after all the others. */
export function lastPosition(items: readonly Ranked[]): string {
	return following(items.at(-1)?.position ?? '');
}

/** Fresh positions, in the given order. */
export function spread(ids: readonly string[]): Ranked[] {
	let position = '';
	return ids.map((id) => {
		position = following(position);
		return { id, position };
	});
}

/** Grows by one character every sixty additions only: a list is mostly written downwards. */
function following(position: string): string {
	if (position === '') return DIGITS.charAt(10);
	for (let at = 0; at < position.length; at += 1) {
		const digit = DIGITS.indexOf(position.charAt(at));
		const next = DIGITS.charAt(digit + 1);
		if (digit !== -1 && next !== '') return position.slice(0, at) + next;
	}
	return position + DIGITS.charAt(1);
}

function between(before: string, after: string): string {
	let common = '';
	for (let at = 0; ; at += 1) {
		const low = at < before.length ? DIGITS.indexOf(before.charAt(at)) : 0;
		const high = at < after.length ? DIGITS.indexOf(after.charAt(at)) : DIGITS.length;
		if (low === -1 || high === -1) return '';
		if (high - low > 1) return common + DIGITS.charAt(low + Math.floor((high - low) / 2));
		common += DIGITS.charAt(low);
		// Past the first difference `after` no longer bounds: anything above the rest of `before` will do.
		if (high - low === 1) return common + above(before.slice(at + 1));
		if (at > before.length + after.length) return '';
	}
}

function above(rest: string): string {
	return rest === '' ? MIDDLE : following(rest);
}
