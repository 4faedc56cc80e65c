import { describe, expect, it } from 'vitest';
import {
  costOf,
  dollarsPerUnit,
  queuedUnits,
  recipientUnits,
  requestUnits,
  sumUnits,
  targetUnits,
} from '../../../../shared/push/rules/cost.ts';

describe('the cost of a message', () => {
  it('matches the price list for each single unit', () => {
    // Prepare
    const million = 1_000_000;
    const price = (units: Partial<typeof dollarsPerUnit>) =>
      Object.entries(units).reduce(
        (sum, [name, count]) => sum + count * dollarsPerUnit[name as keyof typeof dollarsPerUnit],
        0,
      );

    // Act
    const prices = [
      price({ apiRequests: million }),
      price({ functionRequests: million }),
      price({ functionGbSeconds: million }),
      price({ queueRequests: million }),
      price({ tableReads: million }),
      price({ tableWrites: million }),
      price({ logBytes: 1024 ** 3 }),
      price({ egressBytes: 1024 ** 3 }),
    ];

    // Assess
    const expected = [1, 0.2, 13.3334, 0.4, 0.125, 0.625, 0.5, 0.09];
    expect(prices.map((dollars) => Number(dollars.toFixed(6)))).toEqual(expected);
  });

  it('adds up', () => {
    // Prepare
    const parts = [
      requestUnits(),
      recipientUnits(100),
      targetUnits({ pushedBytes: 500, countsBadge: true }),
      targetUnits({ countsBadge: false }),
    ];

    // Act
    const whole = costOf(sumUnits(parts));

    // Assess
    const dollars = parts.reduce((sum, units) => sum + costOf(units).dollars, 0);
    expect(whole.dollars).toBeCloseTo(dollars, 11);
    expect(whole.units).toMatchObject({ apiRequests: 1, functionRequests: 1, tableReads: 1.5, egressBytes: 700 });
  });

  it('of a million messages to one phone each is about three dollars, as in the cost model', () => {
    // Prepare
    const units = [requestUnits(), recipientUnits(400), targetUnits({ pushedBytes: 300, countsBadge: true })];

    // Act
    const { dollars } = costOf(sumUnits(units));

    // Assess
    expect(dollars * 1_000_000).toBeGreaterThan(2.5);
    expect(dollars * 1_000_000).toBeLessThan(4);
  });

  it.each([
    [0, 1],
    [4096, 1],
    [4097, 2],
    [400_000, 98],
  ])('has a read for each 4 KB of a recipient: %i bytes', (storedBytes, tableReads) => {
    // Prepare: the row

    // Act
    const units = recipientUnits(storedBytes);

    // Assess
    expect(units.tableReads).toBe(tableReads);
  });

  it('has three queue requests and a run of the worker for each chunk', () => {
    // Act
    const units = [queuedUnits(0), queuedUnits(5)];

    // Assess
    expect(units).toMatchObject([
      { queueRequests: 0, functionRequests: 0, tableWrites: 0, functionGbSeconds: 0 },
      { queueRequests: 15, functionRequests: 5, tableWrites: 10 },
    ]);
  });

  it('is lowest for a skipped target, which is only recorded', () => {
    // Prepare
    const counted = targetUnits({ pushedBytes: 300, countsBadge: true });
    const pushed = targetUnits({ pushedBytes: 300, countsBadge: false });

    // Act
    const skipped = targetUnits({ countsBadge: false });

    // Assess
    expect(costOf(skipped).dollars).toBeGreaterThan(0);
    expect(costOf(skipped).dollars).toBeLessThan(costOf(pushed).dollars);
    expect(counted.tableWrites - pushed.tableWrites).toBeCloseTo(1, 12);
    expect(skipped.egressBytes).toBe(0);
  });
});
