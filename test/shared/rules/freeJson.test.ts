import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooLarge, levelBelow, mostFreeJsonBytes } from '../../../shared/rules/freeJson.ts';

const nested = (levels: number, inner: unknown = 1) => {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

describe('the first place that lies too deep', () => {
  it.each([
    ['a text', 'x', undefined],
    ['null', null, undefined],
    ['as many levels as may be', nested(3), undefined],
    ['one more', [{ a: [[]] }], ['0', 'a', '0']],
    ['one more, with names like those of a prototype', { constructor: { a: [[]] } }, ['constructor', 'a', '0']],
    ['one more, under __proto__', JSON.parse('{"__proto__":{"a":[[]]}}'), ['__proto__', 'a', '0']],
  ])('is named from the root on: %s', (_what, value, expected) => {
    // Prepare: the row

    // Act
    const path = levelBelow(value, 3);

    // Assess
    expect(path).toEqual(expected);
  });

  it('is found in what is nested far deeper than a stack', () => {
    // Prepare
    const value = nested(200_000);

    // Act
    const path = levelBelow(value, 60);

    // Assess
    expect(path).toHaveLength(60);
  });

  it('is there exactly when there are more levels than may be', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.integer({ min: 1, max: 12 }), (levels, most) => {
        // Prepare
        const value = nested(levels);

        // Act
        const path = levelBelow(value, most);

        // Assess
        expect(path === undefined).toBe(levels <= most);
      }),
    );
  });
});

describe('too large', () => {
  it.each([
    ['the longest text', 'x'.repeat(mostFreeJsonBytes - 2), false],
    ['a longer one', 'x'.repeat(mostFreeJsonBytes - 1), true],
    ['fewer characters than bytes', '语'.repeat(mostFreeJsonBytes / 3), true],
    ['numbers that are longer when they are written out', new Array(5000).fill(1e20), true],
    ['nothing', undefined, false],
  ])('is judged by the bytes of its JSON: %s', (_what, value, expected) => {
    // Prepare: the row

    // Act
    const tooLarge = isTooLarge(value);

    // Assess
    expect(tooLarge).toBe(expected);
  });
});
