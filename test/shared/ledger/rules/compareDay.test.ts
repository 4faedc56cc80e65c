import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareDay, totalOf } from '../../../../shared/ledger/rules/compareDay.ts';
import { discardReason, isDiscarded, stageOf } from '../../../../shared/ledger/rules/pushState.ts';

const rows = (counts: Record<string, number>) =>
  Object.entries(counts).map(([status, count]) => ({ pushType: 'alert', status, count }));

test.each([
  ['Received by APNs', 'received'],
  ['Delivered to Device', 'first'],
  ['Delivered to Device (From Storage)', 'later'],
  ['Stored - Device Offline', 'first'],
  ['Stored \u2013 Power Considerations', 'first'],
  ['Discarded - Token Unregistered', 'first'],
  ['Discarded - Token Unregistered (From Storage)', 'later'],
  ['Discarded - Disabled', 'first'],
  ['Discarded - Expired', 'either'],
  ['DISCARDED-EXPIRED', 'either'],
  ['delivered', 'first'],
  ['Delayed by Weather', 'either'],
])('the state %s counts as %s', (status, stage) => {
  expect(stageOf(status)).toBe(stage);
});

test.each([
  ['Discarded \u2013 Disabled', 'notifications off'],
  ['Discarded - Disabled (From Storage)', 'notifications off'],
  ['discarded - expired', 'not reached before it expired'],
  ['Discarded - Token Unregistered', 'app removed, or token replaced'],
  ['Discarded - Full Moon', undefined],
  ['Delivered to Device', undefined],
])('the reason of %s is %s', (status, reason) => {
  expect(discardReason(status)).toBe(reason);
  expect(isDiscarded(status)).toBe(status.toLowerCase().startsWith('discarded'));
});

/** What Apple publishes is not finer than this. */
const rounded = (count: number) => {
  const step = Math.max(10, 10 ** (Math.floor(Math.log10(Math.max(count, 1))) - 1));
  return Math.round(count / step) * step;
};

describe('a day that Apple has counted', () => {
  it('agrees, whatever happened to its pushes and however small the counts are', () => {
    const lives = fc.record({
      delivered: fc.nat(100_000),
      disabled: fc.nat(1000),
      storedForGood: fc.nat(1000),
      fromStorage: fc.nat(1000),
      expiredAtOnce: fc.nat(20),
      expiredInStorage: fc.nat(1000),
    });
    fc.assert(
      fc.property(lives, ({ delivered, disabled, storedForGood, fromStorage, expiredAtOnce, expiredInStorage }) => {
        // Prepare
        const stored = storedForGood + fromStorage + expiredInStorage;
        const accepted = delivered + disabled + stored + expiredAtOnce;
        const counts = rows({
          'Delivered to Device': rounded(delivered),
          'Discarded - Disabled': rounded(disabled),
          'Stored - Device Offline': rounded(stored),
          'Delivered to Device (From Storage)': rounded(fromStorage),
          'Discarded - Expired': rounded(expiredAtOnce + expiredInStorage),
        }).filter(({ count }) => count > 0);

        // Act
        const { verdict, least, most } = compareDay(accepted, counts);

        // Assess
        expect(verdict).toBe('agrees');
        expect(least).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('counts a push once that was stored, and then delivered or expired', () => {
    const counts = rows({
      'Stored - Device Offline': 500,
      'Delivered to Device (From Storage)': 300,
      'Discarded - Expired': 200,
    });

    expect(totalOf(counts)).toEqual({ least: 500, most: 700 });
    expect(compareDay(500, counts)).toMatchObject({ difference: 0, verdict: 'agrees' });
    expect(compareDay(700, counts)).toMatchObject({ difference: 0, verdict: 'agrees' });
  });

  it('is counted by what Apple received, if Apple says so', () => {
    const counts = rows({ 'Received by APNs': 1000, 'Delivered to Device': 600, 'Discarded - Expired': 400 });

    expect(totalOf(counts)).toEqual({ least: 1000, most: 1000 });
  });

  it.each([
    [1075, 75, 'agrees'],
    [1076, 76, 'apple_fewer'],
    [1000, 0, 'agrees'],
    [925, -75, 'agrees'],
    [924, -76, 'apple_more'],
  ] as const)('with %i of ours against 1000 differs by %i: %s', (accepted, difference, verdict) => {
    // Prepare
    const counts = rows({ 'Delivered to Device': 700, 'Discarded - Disabled': 300 });

    // Act
    const compared = compareDay(accepted, counts);

    // Assess
    expect(compared).toEqual({ accepted, least: 1000, most: 1000, difference, rounding: 75, verdict });
  });
});
