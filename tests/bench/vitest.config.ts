import { defineConfig } from 'vitest/config';
import base from '../../vite.config.ts';

export default defineConfig({
	...base,
	test: { ...base.test, include: ['tests/bench/**/*.bench.ts'], testTimeout: 300_000 }
});
