import { describe, expect, test } from 'vitest';
import { ACTION_STATUSES } from '$lib/domain/action';
import { BLOCKER_STATUSES, BLOCKER_TYPES, RESERVED } from '$lib/domain/blocker';
import { COHORTS } from '$lib/domain/cohort';
import { ROLES } from '$lib/domain/member';
import { STAGES } from '$lib/domain/stage';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { blockerIcon } from './blocker-icons';
import {
	actionStatusLabel,
	agreementLabel,
	blockerLabel,
	blockerStatusLabel,
	cohortLabel,
	cohortLetter,
	roleLabel,
	shortBlockerLabel,
	stageLabel
} from './labels';

const EVERY_BLOCKER = [...BLOCKER_TYPES, RESERVED] as const;

describe.each(locales)('in %s', (locale) => {
	test.each([
		['stages', () => STAGES.map(stageLabel)],
		['cohorts', () => COHORTS.map(cohortLabel)],
		['letters of cohorts', () => COHORTS.map(cohortLetter)],
		['blockers', () => EVERY_BLOCKER.map(blockerLabel)],
		['short names of blockers', () => EVERY_BLOCKER.map(shortBlockerLabel)],
		['states of blockers', () => BLOCKER_STATUSES.map(blockerStatusLabel)],
		['states of actions', () => ACTION_STATUSES.map(actionStatusLabel)],
		['roles', () => ROLES.map(roleLabel)],
		['forms of agreement', () => (['oral', 'signed'] as const).map(agreementLabel)]
	])('every one of the %s has its own words', (_, words) => {
		overwriteGetLocale(() => locale);
		const labels = words();
		expect(labels.every((label) => label.trim() !== '' && !label.includes('_'))).toBe(true);
		expect(new Set(labels).size).toBe(labels.length);
	});
});

test('every blocker has an icon of its own', () => {
	expect(new Set(EVERY_BLOCKER.map(blockerIcon)).size).toBe(EVERY_BLOCKER.length);
});
