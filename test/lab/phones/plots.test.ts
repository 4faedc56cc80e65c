import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestOf, percentUnit, timeUnit } from '../../../lab/phones/page/plots/plotData.ts';
import { labelStep, runsOf, stacked, ticksTo } from '../../../lab/phones/page/plots/scales.ts';

describe('the ticks of an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.5, 1]],
    [17_200, [0, 5000, 10_000, 15_000, 20_000]],
    [0.084, [0, 0.05, 0.1]],
    [4.99, [0, 2, 4, 6]],
  ])('up to %s are round', (largest, wanted) => {
    // Act
    const ticks = ticksTo(largest);

    // Assess
    expect(ticks).toEqual(wanted);
  });

  it('start at 0, rise evenly, cover every value, and are few', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (largest) => {
        // Act
        const ticks = ticksTo(largest);

        // Assess
        const step = ticks[1] ?? 0;
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
        expect(ticks.at(-2)).toBeLessThan(largest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        for (const [index, tick] of ticks.entries()) expect(tick / step).toBeCloseTo(index, 6);
      }),
    );
  });
});

describe('stacked parts', () => {
  it('stand on each other without a gap, as high as their sum', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1e6), { nil: undefined }), { minLength: 1 }), (values) => {
        // Act
        const spans = stacked(values);

        // Assess
        expect(spans.map(({ from }) => from)).toEqual([0, ...spans.slice(0, -1).map(({ to }) => to)]);
        expect(spans.map(({ from, to }) => to - from)).toEqual(values.map((value = 0) => value));
        const row = { label: 'a', values };
        expect(largestOf({ rowName: 'Day', series: [], rows: [row] }, true)).toBe(spans.at(-1)?.to);
      }),
    );
  });
});

describe('what is not known', () => {
  it('breaks a line', () => {
    // Act
    const runs = runsOf([1, undefined, 2, 3, undefined]);

    // Assess
    expect(runs).toEqual([
      [{ index: 0, value: 1 }],
      [
        { index: 2, value: 2 },
        { index: 3, value: 3 },
      ],
    ]);
  });
});

describe('labels', () => {
  it.each([
    [7, 400, 1],
    [30, 1100, 2],
    [30, 270, 6],
    [3, 10, 3],
  ])('of %s days in %s pixels do not overlap', (count, width, wanted) => {
    // Act
    const step = labelStep(count, width, 52);

    // Assess
    expect(step).toBe(wanted);
  });

  it('have units', () => {
    // Act
    const words = [timeUnit.text(625), timeUnit.text(2380), timeUnit.tick(2500), percentUnit.text(0)];

    // Assess
    expect(words).toEqual(['625 ms', '2.38 s', '2.5', '0.00 %']);
  });
});
