/** Where a shortcut acts. Keys of two places that are never on screen together may be the same. */
export type ShortcutPlace = 'everywhere' | 'board' | 'case' | 'inbox' | 'run';

interface Shortcut {
	key: string;
	places: readonly ShortcutPlace[];
}

/** Every single-key shortcut, with its own key. They act outside fields only, and each has a button. */
export const SHORTCUTS = {
	help: { key: '?', places: ['everywhere'] },
	new: { key: 'c', places: ['board', 'case'] },
	move: { key: 'm', places: ['board', 'case'] },
	propose: { key: 'o', places: ['board', 'case'] },
	names: { key: 'n', places: ['board', 'case'] },
	blocker: { key: 'f', places: ['case'] },
	action: { key: 'a', places: ['case'] },
	done: { key: 'e', places: ['inbox'] },
	postpone: { key: 'h', places: ['inbox'] },
	decide: { key: 'd', places: ['run'] },
	extend: { key: 't', places: ['run'] }
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;
export const SHORTCUT_IDS = Object.keys(SHORTCUTS) as ShortcutId[];

/** What somebody chose on this device. */
export interface ShortcutChoice {
	/** No single key does anything. */
	off: boolean;
	keys: Partial<Record<ShortcutId, string>>;
}

const STORE = 'maillage-shortcuts';
/** For a device that keeps nothing: the choice of this visit. */
let unkept: string | null = null;

/** What was chosen on this device; the original keys when nothing was. */
export function readShortcuts(): ShortcutChoice {
	try {
		const kept: unknown = JSON.parse(stored() ?? '{}');
		const { off, keys } = Object(kept) as { off?: unknown; keys?: unknown };
		const chosen = Object(keys) as Record<string, unknown>;
		const known = SHORTCUT_IDS.flatMap((id) => (isKey(chosen[id]) ? [[id, chosen[id]]] : []));
		return {
			off: off === true,
			keys: Object.fromEntries(known) as ShortcutChoice['keys']
		};
	} catch {
		// Whatever else was kept there is no choice.
		return { off: false, keys: {} };
	}
}

/** Keeps a choice on this device; false when it lasts for this visit only. */
export function keepShortcuts(choice: ShortcutChoice): boolean {
	const text = JSON.stringify(choice);
	try {
		localStorage.setItem(STORE, text);
		return true;
	} catch {
		unkept = text;
		return false;
	}
}

/** The key of a shortcut in a choice, in small letters, even when single keys are off. */
export function keyOf(id: ShortcutId, { keys }: ShortcutChoice): string {
	return keys[id] ?? SHORTCUTS[id].key;
}

/** The choice with another key for a shortcut, or why not: it is no key, or another one has it in the same place. */
export function withKey(
	choice: ShortcutChoice,
	id: ShortcutId,
	typed: string
): { choice: ShortcutChoice } | { taken: ShortcutId } | { invalid: true } {
	const key = typed.trim().toLowerCase();
	if (!isKey(key)) return { invalid: true };
	const taken = SHORTCUT_IDS.find(
		(other) => other !== id && keyOf(other, choice) === key && meet(id, other)
	);
	if (taken) return { taken };
	return { choice: { ...choice, keys: { ...choice.keys, [id]: key } } };
}

/** Whether a key that was pressed, alone, is a shortcut. Where it may act is for the caller to say. */
export function isShortcut(
	{ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
	id: ShortcutId
): boolean {
	if (ctrlKey || metaKey || altKey || key.length !== 1) return false;
	const choice = readShortcuts();
	return !choice.off && key.toLowerCase() === keyOf(id, choice);
}

/** A key as it is drawn. */
export function keyLabel(key: string): string {
	return key.toUpperCase();
}

function stored(): string | null {
	try {
		return localStorage.getItem(STORE) ?? unkept;
	} catch {
		// Storage is forbidden, or this is the server.
		return unkept;
	}
}

function isKey(value: unknown): value is string {
	return typeof value === 'string' && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(value);
}

function meet(a: ShortcutId, b: ShortcutId): boolean {
	const there: readonly ShortcutPlace[] = SHORTCUTS[a].places;
	const here: readonly ShortcutPlace[] = SHORTCUTS[b].places;
	return (
		there.includes('everywhere') ||
		here.includes('everywhere') ||
		there.some((place) => here.includes(place))
	);
}
