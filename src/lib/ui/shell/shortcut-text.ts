import { m } from '$lib/paraglide/messages';
import { keyLabel, keyOf, SHORTCUTS, SHORTCUT_IDS } from '$lib/ui/kit/shortcuts';
import type { ShortcutChoice, ShortcutId, ShortcutPlace } from '$lib/ui/kit/shortcuts';

const TEXT: Record<ShortcutId, () => string> = {
	help: m.finding_keys_help,
	new: m.finding_keys_new,
	move: m.finding_keys_move,
	propose: m.finding_keys_propose,
	names: m.finding_keys_names,
	blocker: m.finding_keys_blocker,
	action: m.finding_keys_action,
	done: m.finding_keys_done,
	postpone: m.finding_keys_postpone,
	decide: m.finding_keys_decide,
	extend: m.finding_keys_extend
};

const PLACE: Record<ShortcutPlace, () => string> = {
	everywhere: m.finding_keys_everywhere,
	board: m.finding_keys_board,
	case: m.finding_keys_case,
	inbox: m.finding_keys_inbox,
	run: m.finding_keys_run
};

/** A line of the help: keys, what they do, and where. */
export interface ShortcutLine {
	keys: string[];
	what: string;
	where: string;
}

/** What a single-key shortcut does. */
export const shortcutText = (id: ShortcutId): string => TEXT[id]();

/** Where it acts. */
export const shortcutPlaces = (id: ShortcutId): string =>
	SHORTCUTS[id].places.map((place) => PLACE[place]()).join(', ');

/** The single keys, as they were chosen. */
export function singleKeyLines(choice: ShortcutChoice): ShortcutLine[] {
	return SHORTCUT_IDS.map((id) => ({
		keys: [keyLabel(keyOf(id, choice))],
		what: shortcutText(id),
		where: shortcutPlaces(id)
	}));
}

/** The shortcuts that are not chosen: with a modifier, or on what has focus only. */
export function otherLines(): ShortcutLine[] {
	const space = m.shell_keys_space();
	return [
		{ keys: ['Ctrl', 'K'], what: m.finding_keys_palette(), where: m.finding_keys_everywhere() },
		{ keys: ['F6'], what: m.finding_keys_regions(), where: m.finding_keys_everywhere() },
		{ keys: ['←', '↑', '→', '↓'], what: m.finding_keys_cards(), where: m.finding_keys_board() },
		{ keys: [space], what: m.finding_keys_pick(), where: m.finding_keys_board() },
		{ keys: ['Ctrl', 'Z'], what: m.finding_keys_undo(), where: m.finding_keys_board() },
		{ keys: ['Alt', '↑ ↓'], what: m.finding_keys_reorder(), where: m.finding_keys_agenda() },
		{ keys: ['←', '→'], what: m.finding_keys_previous_next(), where: m.finding_keys_run() },
		{ keys: [space], what: m.finding_keys_pause(), where: m.finding_keys_run() },
		{ keys: ['Alt', 'F10'], what: m.finding_keys_toolbar(), where: m.finding_keys_editor() }
	];
}
