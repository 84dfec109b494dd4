import { demoId, organizationIdOf, type Plan, type Rows } from './plan';
import { listTeam, ORGANIZATIONS, TERRITORY, type OrganizationKey } from './team';

/** Days since the group began. */
const BEGAN = 420;

/** The rows of the group and its people, in the order in which they can be written; `references` are taken already. */
export function rowsOfGroup({ calendar, groupId, profileIds }: Plan, references: number): Rows[] {
	const created_at = calendar.at(-BEGAN);
	const team = listTeam();
	return [
		{
			table: 'organizations',
			rows: Object.entries(ORGANIZATIONS).map(([key, { name, kind }]) => ({
				id: organizationIdOf(key as OrganizationKey),
				name,
				kind,
				sensitive: false,
				created_at
			}))
		},
		{
			table: 'territories',
			rows: [
				{
					id: demoId('territory'),
					slug: TERRITORY.slug,
					name: TERRITORY.name,
					commune: TERRITORY.commune,
					official_code: TERRITORY.officialCode,
					created_at
				}
			]
		},
		{
			table: 'groups',
			rows: [
				{
					id: groupId,
					territory_id: demoId('territory'),
					reference_prefix: TERRITORY.prefix,
					last_reference: references,
					meeting_interval_weeks: 6,
					created_at
				}
			]
		},
		{
			table: 'profiles',
			rows: team.map(([key, member]) => ({
				id: profileIds[key],
				organization_id: organizationIdOf(member.organization),
				first_name: member.firstName,
				last_name: member.lastName,
				job_title: member.jobTitle,
				color: member.color,
				charter_accepted_at: created_at,
				created_at
			}))
		},
		{
			table: 'administrators',
			rows: team.flatMap(([key, { role }]) =>
				role === 'admin' ? [{ profile_id: profileIds[key], created_at }] : []
			)
		},
		{
			table: 'mandates',
			rows: team.flatMap(([key, { role }]) =>
				role === 'admin'
					? []
					: [
							{
								id: demoId(`mandate ${key}`),
								profile_id: profileIds[key],
								group_id: groupId,
								role,
								starts_at: created_at,
								created_at
							}
						]
			)
		}
	];
}
