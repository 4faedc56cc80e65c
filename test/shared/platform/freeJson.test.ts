import { describe, expect, it } from 'vitest';
import { isTooLarge, maxFreeJsonBytes, maxFreeJsonLevels, tooDeep } from '../../../shared/platform/freeJson.ts';

const nested = (levels: number) => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

describe('too deep', () => {
  it.each([
    ['a text', 'x', undefined],
    ['the limit of levels', nested(maxFreeJsonLevels), undefined],
    ['one more', nested(maxFreeJsonLevels + 1), maxFreeJsonLevels],
    ['more than a stack can hold', nested(200_000), maxFreeJsonLevels],
  ])('is JSON nested beyond the limit: %s', (_what, value, names) => {
    // Prepare: the row

    // Act
    const path = tooDeep(value);

    // Assess
    expect(path?.length).toBe(names);
  });
});

describe('too large', () => {
  it.each([
    ['the longest text', 'x'.repeat(maxFreeJsonBytes - 2), false],
    ['a longer one', 'x'.repeat(maxFreeJsonBytes - 1), true],
    ['fewer characters than bytes', '语'.repeat(maxFreeJsonBytes / 3), true],
    ['numbers that grow when written out', new Array(5000).fill(1e20), true],
    ['nothing', undefined, false],
  ])('is measured by the bytes of its JSON: %s', (_what, value, expected) => {
    // Prepare: the row

    // Act
    const tooLarge = isTooLarge(value);

    // Assess
    expect(tooLarge).toBe(expected);
  });
});
