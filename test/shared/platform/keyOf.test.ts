import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../shared/platform/keyOf.ts';

describe('the key of several parts', () => {
  it('is the same only for the same parts', () => {
    const parts = fc.array(fc.option(fc.string(), { nil: undefined }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        // Act
        const isSame = keyOf(...one) === keyOf(...other);

        // Assess
        const areEqual = one.length === other.length && one.every((part, index) => part === other[index]);
        expect(isSame).toBe(areEqual);
      }),
    );
  });
});
