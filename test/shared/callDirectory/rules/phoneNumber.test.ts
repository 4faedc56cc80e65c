import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { numbersMeant, readNumber } from '../../../../shared/callDirectory/rules/phoneNumber.ts';
import { aSpelling, decorations } from '../../../support/numberSpellings.ts';

const chinese = { kind: 'number', number: '8613800138000' };

describe('readNumber', () => {
  it.each([
    ['a mainland number without 86', '13800138000', 'CN', '8613800138000'],
    ['a mainland number with 86', '8613800138000', 'CN', '8613800138000'],
    ['with + and spaces', '+86 138 0013 8000', 'US', '8613800138000'],
    ['with 00', '0086-138-0013-8000', 'US', '8613800138000'],
    ['a landline with its trunk 0', '(010) 6255 0000', 'CN', '861062550000'],
    ['a trunk 0 in brackets behind the country code', '+44 (0)20 7946 0958', 'CN', '442079460958'],
    ['a 0 that belongs to the number', '+39 06 1234 5678', 'CN', '390612345678'],
    ['a number that only lacks its +, and is not one of the territory', '8613800138000', 'US', '8613800138000'],
    ['a number of the territory', '415 555 2671', 'US', '14155552671'],
    ['a mobile of Argentina as it is dialled at home', '011 15-2345-6789', 'AR', '5491123456789'],
    ['a service number, at its word', '+86 95588', 'CN', '8695588'],
    ['a service number from abroad', '011 86 95588', 'US', '8695588'],
    ['a territory that has no numbers', '+8613800138000', 'AQ', '8613800138000'],
    ['and 00 there', '00 86 138 0013 8000', 'AQ', '8613800138000'],
  ])('accepts %s', (_title, text, territory, expected) => {
    // Prepare
    const written = text;

    // Act
    const reading = readNumber(written, territory);

    // Assess
    expect(reading).toEqual({ kind: 'number', number: expected });
  });

  it.each([
    ['HK', '001 86 138 0013 8000'],
    ['HK', '00 86 138 0013 8000'],
    ['HK', '0030 86 138 0013 8000'],
    ['AU', '0011 86 138 0013 8000'],
    ['AU', '1414 0011 86 138 0013 8000'],
    ['AU', '0086 138 0013 8000'],
    ['US', '011 86 138 0013 8000'],
    ['JP', '010 86 138 0013 8000'],
    ['RU', '8 10 86 138 0013 8000'],
    ['BR', '0021 86 138 0013 8000'],
    ['KR', '00700 86 138 0013 8000'],
    ['CU', '119 86 138 0013 8000'],
    ['GB', '00 86 138 0013 8000'],
  ])('knows how %s dials other countries: %s', (territory, text) => {
    // Prepare
    const written = text;

    // Act
    const reading = readNumber(written, territory);

    // Assess
    expect(reading).toEqual(chinese);
  });

  it.each([
    ['full-width digits', '\uff0b\uff18\uff16\u3000\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10'],
    [
      'Arabic-Indic digits',
      '\u0660\u0660\u0668\u0666\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660',
    ],
    ['Persian digits', '+\u06f8\u06f6\u06f1\u06f3\u06f8\u06f0\u06f0\u06f1\u06f3\u06f8\u06f0\u06f0\u06f0'],
    ['Devanagari digits', '+\u096e\u096c\u0967\u0969\u096e\u0966\u0966\u0967\u0969\u096e\u0966\u0966\u0966'],
    ['digits beyond the first 65,536 characters', '+\u{1d7f4}\u{1d7d4}\u{1d7cf}3\u{1d7d6}00\u{1d7e3}38000'],
    ['bidi embedding, as Contacts copies it', '\u202a+86 138-0013-8000\u202c'],
    ['bidi isolates and marks', '\u2066\u200e+86\u200f 138 0013 8000\u2069'],
    ['an Arabic letter mark', '\u061c+8613800138000'],
    ['a byte order mark and a soft hyphen', '\ufeff+86138\u00ad0013\u200b8000'],
    ['no-break spaces', '+86\u00a0138\u202f0013\u20078000'],
    ['other hyphens', '+86\u2010138\u20110013\u22128000'],
    ['brackets and dots', '(+86) 138.0013.8000'],
    ['full-width brackets', '\uff08\uff0b86\uff09138\uff0d0013\uff0d8000'],
    ['a tel URI', 'tel:+86-138-0013-8000'],
    ['in capitals, with slashes', 'TEL://+8613800138000'],
    ['with a context', 'tel:138-0013-8000;phone-context=+86'],
    ['percent-encoded', 'tel:%2B86%20138%200013%208000'],
    ['with a parameter that changes nothing', 'tel:+8613800138000;cic=+1-2222'],
  ])('reads %s', (_what, text) => {
    // Prepare
    const written = text;

    // Act
    const reading = readNumber(written, 'US');

    // Assess
    expect(reading).toEqual(chinese);
  });

  it.each([
    ['text', 'abc'],
    ['text around a number', 'call 13800138000 now'],
    ['a service number without its country', '95588'],
    ['an emergency number', '110'],
    ['an extension of a URI', 'tel:+8613800138000;ext=5'],
    ['an extension', '+8613800138000;ext=5'],
    ['a written extension', '+86 138 0013 8000 ext. 5'],
    ['a short extension', '+86 138 0013 8000 x5'],
    ['a Chinese extension', '+86 10 6255 0000\u8f6c5'],
    ['a pause', '+8613800138000,5'],
    ['a service code', '*100#'],
    ['a local number of somewhere', 'tel:13800138000;phone-context=example.com'],
    ['a + in the middle', '86+13800138000'],
    ['two +', '++8613800138000'],
    ['more digits than E.164 has', '+8613800138000138000'],
    ['only a +', '+'],
    ['spaces', '   '],
    ['only marks', '\u200e\u202c'],
    ['a fraction', '\u00bd 3800138000'],
    ['an invalid country code', '+999 138 0013 8000'],
    ['a country code that begins with 0', '+0086 138 0013 8000'],
  ])('refuses %s', (_title, text) => {
    // Prepare
    const written = text;

    // Act
    const reading = readNumber(written, 'CN');

    // Assess
    expect(reading).toEqual({ kind: 'none' });
  });

  it('refuses a text with two possible numbers', () => {
    // Prepare: 008 is a carrier in Hong Kong, and 00 is what all carriers take.
    const text = '008 61 380 013 800';

    // Act
    const reading = readNumber(text, 'HK');

    // Assess
    expect(reading).toEqual({ kind: 'ambiguous', numbers: ['861380013800', '61380013800'] });
  });

  it('finds no number behind two trunk prefixes', () => {
    // Prepare
    const text = '+44 00 1188 106915';

    // Act
    const reading = readNumber(text, 'TR');

    // Assess
    expect(reading).toEqual({ kind: 'none' });
  });

  it('reads its own answer as the same number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9]{3,18}$/), fc.constantFrom(...getCountries()), (text, territory) => {
        // Prepare
        const reading = readNumber(text, territory);
        if (reading.kind !== 'number') return;

        // Act
        const again = readNumber(`+${reading.number}`, territory);

        // Assess
        expect(again).toEqual(reading);
      }),
    );
  });
});

describe('a number of any country', () => {
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
  const dialled = fc.record({
    number: fc.constantFrom(...numbers),
    territory: fc.constantFrom(...getCountries()),
    spelling: aSpelling,
    decoration: fc.constantFrom(...decorations),
  });

  it('is read as that number or refused, in any notation and territory', () => {
    fc.assert(
      fc.property(dialled, ({ number, territory, spelling, decoration }) => {
        // Prepare
        const text = decoration(spelling(number, territory as CountryCode));

        // Act
        const reading = readNumber(text, territory);

        // Assess
        const expected = { kind: 'number', number: number.number.slice(1) };
        if (reading.kind === 'ambiguous') expect(reading.numbers).toContain(expected.number);
        else expect(reading).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('numbersMeant', () => {
  it('has the number that the directory stores for the same text', () => {
    const territories = fc.constantFrom(...getCountries());
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9 ()-]{3,22}$/), territories, territories, (text, territory, other) => {
        // Prepare
        const reading = readNumber(text, territory);
        if (reading.kind !== 'number') return;

        // Act
        const meant = numbersMeant(text, [other, territory]);
        const ofAnswer = numbersMeant(reading.number, []);

        // Assess
        expect(meant).toContain(reading.number);
        expect(ofAnswer).toContain(reading.number);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['alice', '', '+', '12', '+8613800138000 ext. 5'])('is empty for %j', (text) => {
    // Prepare
    const territories = ['CN', 'US'];

    // Act
    const meant = numbersMeant(text, territories);

    // Assess
    expect(meant).toEqual([]);
  });
});
