/** What the forms of the course of a case do. */
import { reopenCase } from '$lib/server/database/case-closings';
import {
	addCaseScheme,
	addOutcome,
	answerCheck,
	decideEntry,
	endCaseScheme,
	removeOutcome,
	setOutcome
} from '$lib/server/database/course';
import { command, refuseUnlessOf } from './commands';
import { CheckForm, EntryForm, OneForm, OutcomeForm, ReopenForm, SchemeForm } from './course-forms';

export const addOutcomeAction = command({
	schema: OutcomeForm,
	work: (tx, input, caseId) => addOutcome(tx, { ...input, caseId })
});

export const setOutcomeAction = command({
	schema: OutcomeForm,
	work: async (tx, input, caseId) => {
		refuseUnlessOf(caseId, await setOutcome(tx, input));
	}
});

export const removeOutcomeAction = command({
	schema: OneForm,
	work: async (tx, { id }, caseId) => {
		refuseUnlessOf(caseId, await removeOutcome(tx, id));
	}
});

export const answerCheckAction = command({
	schema: CheckForm,
	work: async (tx, input, caseId) => {
		refuseUnlessOf(caseId, await answerCheck(tx, input));
	}
});

export const addSchemeAction = command({
	schema: SchemeForm,
	work: (tx, input, caseId) => addCaseScheme(tx, { ...input, caseId })
});

export const endSchemeAction = command({
	schema: OneForm,
	work: async (tx, { id }, caseId) => {
		refuseUnlessOf(caseId, await endCaseScheme(tx, id));
	}
});

export const decideEntryAction = command({
	schema: EntryForm,
	work: (tx, input, caseId) => decideEntry(tx, { ...input, caseId })
});

export const reopenCaseAction = command({
	schema: ReopenForm,
	work: (tx, { reason }, caseId) => reopenCase(tx, { caseId, reason }),
	changesAccess: true
});
