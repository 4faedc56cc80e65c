/** JSON as callers may make it: odd names, odd numbers, odd characters. */
import fc from 'fast-check';

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a/b~c', '1', 'length', '$ref', 'S'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const number = fc.oneof(
  fc.constantFrom(0, -1, 9007199254740991, 9007199254740992, -9007199254740994, 1e21, 1e-131, 1.5e300, 5e-324, 0.1),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** With the characters that XML, SQS or a terminal do not take. */
const text = fc.oneof(
  fc.constantFrom('', '\0', '\uFFFD', '\uFFFE', '\uFFFF', '\u2028', '\u202E', '\u001b[31m', '😀', '{{a}}', '"\\'),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Any JSON value of up to some hundred bytes. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    // -0 is a 0 in JSON.
    number.map((value) => (Object.is(value, -0) ? 0 : value)),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    // Unlike an assignment, this makes a field named __proto__.
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** So many arrays and objects in each other, as JSON. */
export function nestedJson(levels: number): string {
  const opening = Array.from({ length: levels }, (_, level) => (level % 2 === 0 ? '[' : '{"a":'));
  const closing = opening.map((bracket) => (bracket === '[' ? ']' : '}')).reverse();
  return [...opening, 1, ...closing].join('');
}
