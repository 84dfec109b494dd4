import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { collabInDev } from './scripts/collab-in-dev.ts';
import { MESSAGE_OPTIONS } from './scripts/message-options.ts';

/**
 * What most pages share, in two files: one by one, icons and small components cost each page dozens of requests, and
 * compress worse. `minShareCount`: what fewer pages need stays with them.
 */
const SHARED_CHUNKS = [
	{ name: 'icons', test: /@lucide/, minShareCount: 2 },
	{
		name: 'kit',
		test: /src[\\/]lib[\\/](?:ui[\\/]kit|domain|client|documents|paraglide)/,
		minShareCount: 4
	}
];

export default defineConfig({
	plugins: [tailwindcss(), paraglideVitePlugin(MESSAGE_OPTIONS), sveltekit(), collabInDev()],
	// Two copies of Yjs do not recognise each other's types.
	resolve: { dedupe: ['yjs'] },
	build: { rolldownOptions: { output: { codeSplitting: { groups: SHARED_CHUNKS } } } },
	server: { fs: { allow: ['supabase'] } },
	test: {
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		environment: 'node',
		globalSetup: ['tests/support/global-setup.ts'],
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000
	}
});
