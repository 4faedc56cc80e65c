/** Values at and beyond every bound, as someone tries them who wants to break things. */
import fc from 'fast-check';

const long = (length: number) => 'x'.repeat(length);

export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\u0000',
      '\u202egnp.exe',
      '\u2066\u2066\u2066',
      '\u200b\u200b',
      '\ud800',
      '__proto__',
      'constructor',
      '{{a}}'.repeat(500),
      '%00%2F..%2f',
      'USER#alice',
      '😀'.repeat(255),
      long(255),
      long(256),
      long(20_001),
      `en${'-10000'.repeat(50)}`,
    ),
  },
);

export const oddNumber = fc.oneof(
  fc.constantFrom(-1, 0, 1, 59, 61, 600, 601, 100_000, 100_001, 2 ** 53, 1e21, 1e-131, 1.5, -0),
  fc.integer(),
);

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

export const oddJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      { constructor: 1 },
      JSON.parse('{"__proto__":{"a":1}}'),
      { n: 9007199254740992 },
      { n: 1e-131 },
      nested(40),
      { big: long(4000) },
      { big: long(200_000) },
      null,
    ),
  },
);

export const oddTime = fc.constantFrom(
  '2026-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  `2026-01-01T00:00:00.${'1'.repeat(2000)}Z`,
  'yesterday',
);

export const oddLocale = fc.constantFrom('en', 'zh-Hans-CN', 'en_US@rg=gbzzzz', `en${'-10000'.repeat(2000)}`, 'x', '');
