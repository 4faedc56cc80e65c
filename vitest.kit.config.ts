import { defineConfig } from 'vitest/config';

/** The contract's tests, with phones whose app is the kit: `npm run test:ios:lab`. */
export default defineConfig({
  test: {
    include: [
      'test/kitPhone/kitPhone.kit.ts',
      ...(process.env['KIT_CALLS'] === undefined ? [] : ['test/kitPhone/randomCalls.kit.ts']),
      'test/lab/contract*.test.ts',
      'test/lab/missedCall.test.ts',
    ],
    env: { RINGPOST_LAB_PHONES: 'kit' },
    reporters: ['default', './test/support/countReporter.ts'],
    // Each phone is a process of its own.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
