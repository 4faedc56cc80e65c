import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExact, mayChangeNumbers } from '../../../shared/platform/exactNumber.ts';

describe('a number that keeps its value', () => {
  it.each([
    '0',
    '-0',
    '0.0',
    '0e999',
    '1.0',
    '1.50e3',
    '0.1',
    '123e-7',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740994.0',
    '1e21',
    '1E+21',
    '100000000000000000000000',
    '1.7976931348623157e308',
    '5e-324',
    // As C's %.17g and older versions of Foundation write 0.1 and 3.14.
    '0.10000000000000001',
    '3.1400000000000001',
  ])('is %s', (source) => {
    // Prepare: the row

    // Act
    const exact = isExact(source);

    // Assess
    expect(exact).toBe(true);
  });

  it.each([
    '9007199254740993',
    '-9007199254740993',
    '9007199254740993.0',
    '9007199254740993e0',
    '90071992547409930e-1',
    '12345678901234567890',
    '18446744073709551615',
    '0.12345678901234567891',
    '3.14159265358979323846',
    '1e400',
    '-1e400',
    '1e-400',
    '1.8e308',
    '9'.repeat(400),
    '0.1000000000000000055511151231257827',
  ])('is not %s', (source) => {
    // Prepare: the row

    // Act
    const exact = isExact(source);

    // Assess
    expect(exact).toBe(false);
  });

  it("is any double in JavaScript's notation", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // Prepare
        const forms = [String(value), value.toExponential(), value.toPrecision(17)];

        // Act
        const exact = forms.map(isExact);

        // Assess
        expect(exact).toEqual([true, true, true]);
      }),
    );
  });

  it('is an integer exactly when the double equals it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (value) => {
        // Prepare
        const source = String(value);

        // Act
        const exact = isExact(source);

        // Assess: as JavaScript writes the double again.
        expect(exact).toBe(BigInt(Number(source).toLocaleString('fullwide', { useGrouping: false })) === value);
      }),
    );
  });
});

describe('a text that needs a closer look', () => {
  it('is any with a number that changes, anywhere in it', () => {
    const changing = fc.constantFrom('9007199254740993', '-1e400', '0.12345678901234567891', '1E-400');
    const around = fc.constantFrom('%', '[%]', '{"a":%}', '[1,%]', '{"a":\n%}', '[ %]', '[{"a":1,"b":[%]}]');
    fc.assert(
      fc.property(changing, around, (number, form) => {
        // Prepare
        const text = form.replace('%', number);

        // Act
        const suspected = mayChangeNumbers(text);

        // Assess
        expect(suspected).toBe(true);
      }),
    );
  });

  it.each([
    '{"token":"1e5f00000000000000000000","n":12,"f":0.123456789,"at":"2026-11-30T12:00:00.000Z"}',
    '[123456789012345]',
    '{"1e5":true}',
  ])('is not %s, which has no such number', (text) => {
    // Prepare: the row

    // Act
    const suspected = mayChangeNumbers(text);

    // Assess
    expect(suspected).toBe(false);
  });
});
