/** An application of their own for tests that change how people sign in, and what its letters and rows say. */
import { createHash, randomBytes } from 'node:crypto';
import type { BrowserContextOptions, Page } from '@playwright/test';
import type pg from 'pg';
import { openDatabase, removeFolder, startApplication } from './application';
import { test as base } from './test';

export interface OwnApplication {
	url: string;
	db: pg.Client;
	/** Writes an invitation by the facilitator; its link. */
	invite(invitation: Invitation): Promise<string>;
}

interface Invitation {
	email: string;
	role?: 'practitioner' | 'observer';
	organization?: string;
	/** Already over. */
	over?: boolean;
}

interface Fixtures {
	/** Opens a browser for nobody on the application of these tests. */
	newcomer: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures, { own: OwnApplication; story: string }>({
	/** Files that must not find what others did name a story of theirs. */
	story: ['', { option: true, scope: 'worker' }],
	own: [
		async ({ story: _ }, use) => {
			const application = await startApplication();
			const db = await openDatabase(application.folder);
			await use({ url: application.url, db, invite: (invitation) => invite(db, invitation) });
			await db.end();
			await application.stop();
			removeFolder(application.folder);
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	newcomer: async ({ visitor, own }, use) => {
		await use((options) => visitor({ baseURL: own.url, ...options }));
	}
});

async function invite(db: pg.Client, invitation: Invitation): Promise<string> {
	const { email, role = 'practitioner', organization = 'CCAS', over = false } = invitation;
	const token = randomBytes(32).toString('base64url');
	const hash = createHash('sha256').update(token).digest();
	await db.query(
		`insert into public.invitations (id, email, organization_id, group_id, role, token_hash, invited_by, expires_at)
		 select gen_random_uuid(), $1, o.id, m.group_id, $2, $3, m.profile_id,
		   now() + case when $5 then interval '-1 minute' else interval '7 days' end
		 from public.organizations as o, public.mandates as m where o.name = $4 and m.role = 'facilitator' limit 1`,
		[email, role, hash, organization, over]
	);
	return `/invitation/${token}`;
}
