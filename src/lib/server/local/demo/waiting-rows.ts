import { caseIdOf, demoId, type Plan, type Rows } from './plan';

/** What waits for an answer: somebody asks to join a circle, and a référent offers a case. Both are for Amina. */
export function rowsOfWaiting({ calendar, groupId, profileIds }: Plan): Rows[] {
	return [
		{
			table: 'circle_requests',
			rows: [
				{
					id: demoId('request VT-040'),
					case_id: caseIdOf({ reference: 'VT-040' }),
					group_id: groupId,
					profile_id: profileIds.delphine,
					reason: 'Un employeur du quartier recrute sur ce métier',
					created_at: calendar.at(-1, '16:20')
				}
			]
		},
		{
			table: 'handovers',
			rows: [
				{
					id: demoId('handover VT-029'),
					case_id: caseIdOf({ reference: 'VT-029' }),
					group_id: groupId,
					from_id: profileIds.karim,
					to_id: profileIds.amina,
					word: 'Elle vous voit chaque semaine : le suivi serait plus simple avec vous.',
					created_at: calendar.at(-2, '11:05')
				}
			]
		}
	];
}
