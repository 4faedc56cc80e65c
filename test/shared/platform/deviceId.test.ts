import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameDeviceId, spellingOfNew, spellingsOf } from '../../../shared/platform/deviceId.ts';

const inAnyCase = fc
  .tuple(fc.uuid(), fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }))
  .map(([uuid, capitals]) => [...uuid].map((each, index) => (capitals[index] ? each.toUpperCase() : each)).join(''));

describe('a UUID as device ID', () => {
  it('is the same in any case and spelling', () => {
    const property = fc.property(inAnyCase, fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }), (one, flips) => {
      // Prepare
      const other = [...one].map((each, index) => (flips[index] ? each.toUpperCase() : each.toLowerCase())).join('');

      // Act
      const isSame = isSameDeviceId(one, other);

      // Assess
      expect(isSame).toBe(true);
      expect(spellingsOf(other)).toContain(spellingOfNew(one));
    });
    fc.assert(property);
  });
});

describe('any other device ID', () => {
  it.each([
    ['phone', 'Phone'],
    ['E621E1F8-C36C-495A-93FC-0C247A3E6E5F', 'E621E1F8-C36C-495A-93FC-0C247A3E6E5E'],
    ['phone', undefined],
    [undefined, 'phone'],
  ])('is case-sensitive: %s is not %s', (one, other) => {
    // Act
    const isSame = isSameDeviceId(one, other);

    // Assess
    expect(isSame).toBe(false);
  });

  it('keeps its spelling', () => {
    // Act
    const spellings = [spellingOfNew('My.Phone'), ...spellingsOf('My.Phone')];

    // Assess
    expect(spellings).toEqual(['My.Phone', 'My.Phone']);
  });
});
