import { expect, it } from 'vitest';
import { type Broadcast, progressLine } from '../../../cli/broadcasts/broadcastView.ts';

const startedAt = '2026-11-22T12:00:00.000Z';
const secondsLater = (seconds: number) => Date.parse(startedAt) + seconds * 1000;

function aBroadcast(changes: Partial<Broadcast>): Broadcast {
  const counts = { devices: 0, accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0, waiting: 0 };
  return {
    broadcastId: 'b1',
    appId: 'com.example.chat',
    state: 'running',
    counts,
    reasons: {},
    progress: 0,
    estimatedDevices: 1_000_000,
    createdAt: startedAt,
    startedAt,
    costUsd: 0,
    ...changes,
  };
}

it.each([
  ['before it has begun', {}, '[..............................] 0 %  0 devices'],
  [
    'on its way',
    {
      progress: 0.4,
      counts: {
        devices: 400_000,
        accepted: 386_000,
        skipped: 13_900,
        rejected: 90,
        failed: 0,
        retrying: 10,
        waiting: 0,
      },
    },
    '[############..................] 40 %  400,000 devices, 20,000/s, 13,900 skipped, 90 rejected, 10 retrying, 30 s left',
  ],
  [
    'with long to go',
    {
      progress: 0.02,
      counts: { devices: 20_000, accepted: 20_000, skipped: 0, rejected: 0, failed: 0, retrying: 0, waiting: 0 },
    },
    '[..............................] 2 %  20,000 devices, 1,000/s, 17 min left',
  ],
  [
    'that waits for the end of quiet hours',
    {
      progress: 0.9,
      counts: { devices: 100, accepted: 90, skipped: 0, rejected: 0, failed: 0, retrying: 0, waiting: 10 },
      waitingUntil: { first: '2026-11-22T23:00:00.000Z', last: '2026-11-23T12:30:00.000Z' },
    },
    '[###########################...] 90 %  100 devices, 10 waiting, quiet hours end from 2026-11-22T23:00:00.000Z to 2026-11-23T12:30:00.000Z',
  ],
  [
    'at the end',
    {
      state: 'finished',
      progress: 1,
      counts: { devices: 1, accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0, waiting: 0 },
    } as const,
    '[##############################] 100 %  1 device',
  ],
])('the progress of a broadcast %s is one line', (_when, changes, expected) => {
  // Act
  const line = progressLine(aBroadcast(changes), secondsLater(20));

  // Assess
  expect(line).toBe(expected);
});
