import { defineConfig } from 'vitest/config';

/**
 * The tests of calls and messages over the whole lab, with phones whose app is the kit: `npm run test:ios:lab`. Phones of the
 * lab's own have passed the same files in `npm test`. 40 random calls follow; `KIT_CALLS=1000` makes more, `KIT_SEED` others.
 */
export default defineConfig({
  test: {
    include: [
      'test/kitPhone/kitPhone.kit.ts',
      'test/kitPhone/randomCalls.kit.ts',
      'test/lab/contract*.test.ts',
      'test/lab/{callLog,delivery,messages,missedCall}.test.ts',
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
