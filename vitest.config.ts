import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The last line of `npm test` is the runner's count, in the one form that any CI can read.
    reporters: ['default', './test/support/countReporter.ts'],
    // Two cores: more workers only make the timings of the integration tests worse.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
