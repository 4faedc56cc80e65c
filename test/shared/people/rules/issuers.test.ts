import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityProblems, type OidcIdentity, trustedIssuers } from '../../../../cdk/identityProviders.ts';
import { userIdOf } from '../../../../shared/people/rules/issuers.ts';

/** Few characters, so that prefixes and subjects collide often. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), minLength: 0, maxLength: 4 });

describe('users of several issuers', () => {
  it('are different users, in every configuration that is deployed', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), text, text, (prefixes, oneSub, otherSub) => {
        // Prepare
        const identities: OidcIdentity[] = prefixes.map((userIdPrefix, index) => ({
          issuerUrl: `https://issuer-${index}.example.com`,
          audiences: ['chat'],
          ...(userIdPrefix !== '' && { userIdPrefix }),
        }));
        fc.pre(identityProblems(identities).length === 0);
        const issuers = trustedIssuers(identities);

        // Act
        const ids = issuers.flatMap((issuer) => {
          const mine = [oneSub, otherSub].map((sub) => userIdOf(issuer, sub, issuers));
          return [...new Set(mine.filter((id) => id !== undefined))];
        });

        // Assess
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
