import { error } from '@sveltejs/kit';
import { getApp } from '$lib/server/app/app';
import { readMail } from '$lib/server/mail/read-mail';
import type { PageServerLoad } from './$types';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The e-mails that the demonstration keeps: they hold codes, so only this machine may read them, directly. */
export const load: PageServerLoad = async ({ getClientAddress, request }) => {
	const { settings, mail } = getApp();
	const isDirect = !request.headers.has('x-forwarded-for') && !request.headers.has('forwarded');
	if (!settings.demo || !isDirect || !LOOPBACK.has(getClientAddress())) {
		error(404, { code: 'not_found', message: 'not_found' });
	}
	return { mails: mail.kept().map(readMail) };
};
