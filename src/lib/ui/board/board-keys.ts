import { isShortcut } from '$lib/ui/kit/shortcuts';
import type { Direction } from './card-grid';

/** What a key pressed on a card asks for. */
export type CardCommand =
	| { kind: 'go'; direction: Direction }
	| { kind: 'carry'; step: 1 | -1 }
	| { kind: 'pick' }
	| { kind: 'drop' }
	| { kind: 'cancel' }
	| { kind: 'menu' }
	| { kind: 'propose' };

interface Key {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
}

const DIRECTIONS: Record<string, Direction> = {
	ArrowUp: 'up',
	ArrowDown: 'down',
	ArrowLeft: 'left',
	ArrowRight: 'right'
};

/**
 * The command of a key pressed while a card has focus; null when the key is not ours.
 * `carrying`: the card was picked up. `writable`: cards may be moved.
 */
export function commandOf(
	key: Key,
	{ carrying, writable }: { carrying: boolean; writable: boolean }
): CardCommand | null {
	if (key.ctrlKey || key.metaKey || key.altKey) return null;
	const direction = DIRECTIONS[key.key];
	if (carrying) return carriedCommandOf(key.key, direction);
	if (direction) return { kind: 'go', direction };
	if (!writable) return null;
	if (key.key === ' ') return { kind: 'pick' };
	if (isShortcut(key, 'move')) return { kind: 'menu' };
	return isShortcut(key, 'propose') ? { kind: 'propose' } : null;
}

function carriedCommandOf(key: string, direction: Direction | undefined): CardCommand | null {
	if (direction === 'left') return { kind: 'carry', step: -1 };
	if (direction === 'right') return { kind: 'carry', step: 1 };
	if (key === ' ' || key === 'Enter') return { kind: 'drop' };
	return key === 'Escape' ? { kind: 'cancel' } : null;
}

/** True when what has focus is written in: single keys then belong to it. */
export function isWritten(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]');
}
