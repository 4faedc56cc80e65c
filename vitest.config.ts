import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.ts';

/**
 * The scenarios of connections to APNs: test/house/bothTransports.test.ts says which have to be here. They run over the
 * usual transport with all others, and once more over the other.
 */
export const overConnections = [
  'answers',
  'apnsHeaders',
  'broadcastChannels',
  'brokenRequests',
  'closing',
  'connectionFaults',
  'connectionToken',
  'probe',
  'pusher',
  'refusedCertificate',
  'rotation',
  'severalConnections',
  'stockClient',
  'storm',
  'tokenOverTime',
  'watchApps',
]
  .map((name) => `test/shared/**/${name}.test.ts`)
  .concat(['freeze', 'lifecycle', 'worker'].map((name) => `test/runtime/${name}.test.ts`));

export default defineConfig({
  // The React Native package imports the client by its name, as an app does that has installed both.
  resolve: { alias: { 'ringpost-client': fileURLToPath(new URL('client/js/src/index.ts', import.meta.url)) } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'all', include: ['test/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'other transport',
          include: overConnections,
          env: { RINGPOST_APNS_TRANSPORT: 'http2' },
        },
      },
    ],
    // The last line of `npm test` is the runner's count, in the one form that any CI can read.
    reporters: ['default', './test/support/countReporter.ts'],
    // For two cores: with labs, browsers and timers, half of the time of the tests is waiting.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    // Several times what a test takes alone, as the others run beside it.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
