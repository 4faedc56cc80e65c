import { describe, expect, it } from 'vitest';
import { callerNumber } from '../../../shared/rules/callerNumber.ts';
import { normaliseNumber } from '../../../shared/rules/phoneNumber.ts';

describe('normaliseNumber', () => {
  it.each([
    ['a mainland number without 86', '13800138000', 'CN', '8613800138000'],
    ['with it', '8613800138000', 'CN', '8613800138000'],
    ['with + and spaces', '+86 138 0013 8000', 'US', '8613800138000'],
    ['with 00', '0086-138-0013-8000', 'US', '8613800138000'],
    ['a landline with its trunk 0', '(010) 6255 0000', 'CN', '861062550000'],
    ['a number that only lacks its +, where it is none of the territory', '8613800138000', 'US', '8613800138000'],
    ['a number of the territory', '415 555 2671', 'US', '14155552671'],
    ['full-width digits', '１３８００１３８０００', 'CN', '8613800138000'],
    ['a service number, at its word', '+86 95588', 'CN', '8695588'],
    ['a territory that has no numbers', '+8613800138000', 'AQ', '8613800138000'],
  ])('takes %s', (_title, text, territory, expected) => {
    // Prepare
    const written = text;

    // Act
    const number = normaliseNumber(written, territory);

    // Assess
    expect(number).toBe(expected);
  });

  it.each([
    ['text', 'abc'],
    ['text around a number', 'call 13800138000 now'],
    ['a service number without its country', '95588'],
    ['an emergency number', '110'],
    ['an extension', '+8613800138000;ext=5'],
    ['more digits than E.164 has', '+8613800138000138000'],
    ['nothing but a +', '+'],
    ['spaces', '   '],
    ['a country code that is none', '+999 138 0013 8000'],
  ])('does not take %s', (_title, text) => {
    // Prepare
    const written = text;

    // Act
    const number = normaliseNumber(written, 'CN');

    // Assess
    expect(number).toBeUndefined();
  });
});

describe('callerNumber', () => {
  it.each(['8613800138000', '+8613800138000', '+86 138-0013-8000', '0086 (138) 0013.8000'])(
    'reads %s as the call directory keeps it',
    (value) => {
      // Prepare
      const handle = { type: 'phoneNumber', value } as const;

      // Act
      const number = callerNumber(handle);

      // Assess
      expect(number).toBe('8613800138000');
    },
  );

  it.each([
    undefined,
    { type: 'generic', value: '8613800138000' } as const,
    { type: 'emailAddress', value: 'alice@example.com' } as const,
    { type: 'phoneNumber', value: 'alice' } as const,
    { type: 'phoneNumber', value: '' } as const,
  ])('finds no number in %j', (handle) => {
    // Prepare
    const shown = handle;

    // Act
    const number = callerNumber(shown);

    // Assess
    expect(number).toBeUndefined();
  });
});
