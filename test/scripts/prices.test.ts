/** The prices that docs/cost.md promises, counted again: a change that makes one dearer must say so here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barsOf } from '../../scripts/cost/bars.ts';
import { countUses, names } from '../../scripts/cost/countUses.ts';
import type { Use } from '../../scripts/cost/ofUse.ts';
import { currentBundles } from '../../scripts/currentBundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringpost-prices-'));
let uses: Use[];
beforeAll(async () => {
  await currentBundles(join(folder, 'bundles'));
  uses = await countUses(folder, join(folder, 'bundles'), 60);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

const useOf = (what: string): Use => {
  const use = uses.find((one) => one.what === what);
  if (use === undefined) throw new Error(`not counted: ${what}`);
  return use;
};

/**
 * Statistics are written once a second, and changes and timers of calls in batches: how often depends on the machine. As
 * on a busy stage, for each message or call:
 */
const statisticsWrites = 0.1;
const invocationsOfWorkers = 0.6;
const queueRequests = 1.1;
/** That of `calls`, and a share of the timers'. */
const pushingGigabytes = 1.1;

/** The same on a machine of any speed. */
const onBusyStage = (use: Use, writes: number, invocations: number): Use => ({
  ...use,
  units: {
    ...use.units,
    writeUnits: Math.min(use.units.writeUnits, writes),
    invocations: Math.min(use.units.invocations, invocations),
    queueRequests: Math.min(use.units.queueRequests, queueRequests),
  },
  gigabytes: { ...use.gigabytes, pushing: Math.min(use.gigabytes.pushing, pushingGigabytes) },
});

describe('a million', () => {
  it('of messages, of messages in batches, and of unanswered calls cost no more than their bars', () => {
    // Prepare
    const message = onBusyStage(useOf(names.message), 2 + statisticsWrites, 1);
    const inBatches = onBusyStage(useOf(names.inBatches), 2 + statisticsWrites, 0.1);
    const unanswered = onBusyStage(useOf(names.unanswered), 16 + statisticsWrites, 9 + invocationsOfWorkers);

    // Act
    const bars = barsOf([message, inBatches, unanswered]);

    // Assess: a message is still above its bar of 3.20, see docs/cost.md
    const [ofMessage, ...others] = bars;
    expect(ofMessage?.usd).toBeLessThanOrEqual(3.4);
    for (const { what, usd, atMost } of others) expect({ what, usd }).toEqual({ what, usd: Math.min(usd, atMost) });
  });
});

/** For what depends on the time that the machine takes. A unit more for each is beyond it. */
const slack = 0.6;

describe('what AWS is asked', () => {
  it.each([
    [names.message, { apiRequests: 1, invocations: 1, readUnits: 1, writeUnits: 2 }, 640],
    ['the same with an Idempotency-Key', { apiRequests: 1, invocations: 1, readUnits: 1, writeUnits: 4 }, 640],
    [names.inBatches, { apiRequests: 0.1, invocations: 0.1, readUnits: 1, writeUnits: 2 }, 520],
    ['a receipt of a message', { apiRequests: 1, invocations: 1, readUnits: 2, writeUnits: 1 }, 320],
    ['a presence', { apiRequests: 1, invocations: 1, readUnits: 0, writeUnits: 1 }, 320],
    // From the second in a minute on it also counts towards the user's rate: from one to two, and statistics.
    ['a registration of a known device', { apiRequests: 1, invocations: 1, readUnits: 4, writeUnits: 1.6 }, 320],
    ['a phone asks for the state of its ring', { apiRequests: 1, invocations: 1, readUnits: 1, writeUnits: 0 }, 320],
    [
      'a phone listens for a minute, and hears the end of its ring',
      { apiRequests: 0, invocations: 2, readUnits: 0, writeUnits: 0, channelOperations: 3, channelMinutes: 1 },
      0,
    ],
  ])('by %s', (what, units, logBytes) => {
    // Act
    const use = useOf(what);

    // Assess: a little more where settings are read once a minute, and statistics written once a second
    for (const [name, most] of Object.entries(units)) {
      const counted = use.units[name as keyof Use['units']];
      expect({ name, counted }).toEqual({ name, counted: Math.max(most - slack, Math.min(counted, most + slack)) });
    }
    expect(use.logBytes).toBeLessThanOrEqual(logBytes);
  });

  it('by an unanswered call to two phones', () => {
    // Act
    const { units, logBytes, pushes } = useOf(names.unanswered);

    // Assess: the call, and for each phone a question and a report
    expect(units).toMatchObject({ apiRequests: 5, channelOperations: 7, channelMinutes: 2, events: 0, secretReads: 0 });
    expect(pushes).toBe(4);
    expect(units.readUnits).toBeLessThanOrEqual(18);
    expect(units.writeUnits).toBeLessThanOrEqual(16.5);
    expect(logBytes).toBeLessThanOrEqual(3_200);
  });
});
