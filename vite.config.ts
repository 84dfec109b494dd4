import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { collabInDev } from './scripts/collab-in-dev.ts';
import { MESSAGE_OPTIONS } from './scripts/message-options.ts';
import { sharedChunks } from './scripts/shared-chunks.ts';

export default defineConfig({
	plugins: [tailwindcss(), paraglideVitePlugin(MESSAGE_OPTIONS), sveltekit(), collabInDev()],
	// Two copies of Yjs do not recognise each other's types.
	resolve: { dedupe: ['yjs'] },
	environments: {
		client: {
			build: { rolldownOptions: { output: { codeSplitting: { groups: sharedChunks() } } } }
		}
	},
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
