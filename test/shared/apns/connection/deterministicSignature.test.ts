import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signDeterministically } from '../../../../shared/apns/connection/deterministicSignature.ts';

/** RFC 6979, A.2.5. */
const secretKey = Buffer.from('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721', 'hex');

describe('a deterministic signature', () => {
  it.each([
    [
      'sample',
      'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716',
      // The RFC has the other valid value, the order minus this one.
      '0834E36AD29A83BF2BC9385E491D6099C8FDF9D1ED67AA7EA5F51F93782857A9',
    ],
    [
      'test',
      'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367',
      '019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
    ],
  ])('matches RFC 6979: %s', (data, r, s) => {
    // Prepare
    const expected = `${r}${s}`.toLowerCase();

    // Act
    const signature = signDeterministically(data, secretKey);

    // Assess
    expect(signature.toString('hex')).toBe(expected);
  });

  it('verifies in Node for its key and data only', () => {
    // Prepare
    const keys = Array.from({ length: 4 }, () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return { secret: Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'), privateKey };
    });

    // Act, Assess
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.string({ unit: 'binary' }), ({ secret, privateKey }, data) => {
        const signature = signDeterministically(data, secret);
        const key = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
        expect(verify('sha256', Buffer.from(data), key, signature)).toBe(true);
        expect(verify('sha256', Buffer.from(`${data}.`), key, signature)).toBe(false);
        expect(signDeterministically(data, secret)).toEqual(signature);
      }),
      { numRuns: 50 },
    );
  });

  it("has the same bytes as an independent library's", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (data) => {
        // Prepare
        const secret = Buffer.from(p256.utils.randomSecretKey());

        // Act
        const signature = signDeterministically(data, secret);

        // Assess
        expect(signature).toEqual(Buffer.from(p256.sign(Buffer.from(data), secret)));
      }),
      { numRuns: 100 },
    );
  });
});
