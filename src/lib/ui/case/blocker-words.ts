import type { BlockerFamily, BlockerOrigin } from '$lib/domain/blocker';
import { m } from '$lib/paraglide/messages';

const FAMILY: Record<BlockerFamily, () => string> = {
	living: m.blocker_family_living,
	rights: m.blocker_family_rights,
	skills: m.blocker_family_skills,
	person: m.blocker_family_person,
	society: m.blocker_family_society
};

const ORIGIN: Record<BlockerOrigin, () => string> = {
	structural: m.blocker_origin_structural,
	organizational: m.blocker_origin_organizational,
	human: m.blocker_origin_human
};

const SHORT_ORIGIN: Record<BlockerOrigin, () => string> = {
	structural: m.blocker_origin_short_structural,
	organizational: m.blocker_origin_short_organizational,
	human: m.blocker_origin_short_human
};

export const familyLabel = (family: BlockerFamily): string => FAMILY[family]();
/** With what it means, for a form. */
export const originLabel = (origin: BlockerOrigin): string => ORIGIN[origin]();
export const shortOriginLabel = (origin: BlockerOrigin): string => SHORT_ORIGIN[origin]();
