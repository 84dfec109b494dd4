import { expect, test } from 'vitest';
import { callableOrganizations } from './callable';
import type { Member } from './member';

const MEMBERS = [
	member('amina', 'Régie'),
	member('karim', 'Emploi'),
	member('lea', 'Crèche'),
	member('paul', 'Crèche'),
	member('sara', 'Centre de soins')
];
/** As the document tells them: the centre is sensitive. */
const NAMED = MEMBERS.map((each) =>
	each.organization === 'Centre de soins' ? { ...each, organization: null } : each
);

test('an organisation says who of it would read and who would only be told', () => {
	const called = names({ circleIds: ['amina', 'lea'] });
	expect(called).toEqual([
		['Crèche', ['lea'], ['paul']],
		['Emploi', [], ['karim']]
	]);
});

test('a sensitive organisation is called by a circle that works with it only', () => {
	expect(names({ circleIds: ['amina'] }).map(([name]) => name)).not.toContain('Centre de soins');
	expect(names({ circleIds: ['amina', 'sara'] }).map(([name]) => name)).toContain(
		'Centre de soins'
	);
});

test('a case that is not shared calls its own organisation only', () => {
	expect(names({ circleIds: [], onlyId: 'Crèche' }).map(([name]) => name)).toEqual(['Crèche']);
});

function names(options: { circleIds: string[]; onlyId?: string }): unknown[][] {
	return callableOrganizations(MEMBERS, {
		named: NAMED,
		meId: 'amina',
		onlyId: null,
		...options
	}).map(({ name, readers, told }) => [
		name,
		readers.map(({ id }) => id),
		told.map(({ id }) => id)
	]);
}

function member(id: string, organization: string): Member {
	return {
		id,
		firstName: id,
		lastName: '',
		organization,
		organizationId: organization,
		jobTitle: '',
		role: 'practitioner',
		color: 1
	};
}
