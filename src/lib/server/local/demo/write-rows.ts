import type pg from 'pg';
import type { DemoDocument } from './demo-documents';
import type { Rows } from './plan';
import type { SignIn } from './sign-ins';

type Owner = Pick<pg.Client, 'query'>;

/** Writes the rows of one table in one statement; a column left out takes its default. */
export async function writeRows(owner: Owner, { table, rows }: Rows): Promise<void> {
	const [first] = rows;
	if (!first) return;
	const columns = Object.keys(first).join(', ');
	await owner.query(
		`insert into public.${table} (${columns})
		 select ${columns} from jsonb_populate_recordset(null::public.${table}, $1::jsonb)`,
		[JSON.stringify(rows)]
	);
}

/** Stores documents as if each had been written by one update that is compacted already. */
export async function writeDocuments(owner: Owner, documents: DemoDocument[]): Promise<void> {
	await owner.query(
		`with given as (
			select * from unnest($1::text[], $2::text[], $3::bytea[]) as g (name, kind, state)
		), made as (
			insert into public.documents (name, kind, seq)
			select g.name, g.kind, 1 from given as g
			returning id, name, epoch, seq
		)
		insert into public.document_snapshots (document_id, epoch, seq, state)
		select m.id, m.epoch, m.seq, g.state from made as m join given as g on g.name = m.name`,
		[
			documents.map(({ name }) => name),
			documents.map(({ kind }) => kind),
			documents.map(({ state }) => Buffer.from(state))
		]
	);
	await owner.query(
		`insert into public.document_texts (document_id, group_id, case_id, organization_id, plain_text)
		select d.id, c.group_id, c.id, p.organization_id, g.text
		from unnest($1::text[], $2::text[]) as g (name, text)
		join public.documents as d on d.name = g.name
		cross join private.parse_document_name(g.name) as p
		join public.cases as c on c.id = p.subject_id
		where g.text is not null`,
		[documents.map(({ name }) => name), documents.map(({ text }) => text)]
	);
}

/** Dates the last sign-in of accounts that are there. */
export async function writeSignIns(owner: Owner, signIns: readonly SignIn[]): Promise<void> {
	await owner.query(
		`update auth.users as u set last_sign_in_at = g.at
		 from jsonb_to_recordset($1::jsonb) as g ("profileId" uuid, at timestamptz) where u.id = g."profileId"`,
		[JSON.stringify(signIns)]
	);
}
