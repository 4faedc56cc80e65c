import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { operations } from '../../../scripts/openapi.ts';
import { inOrder } from '../../../shared/api/inOrder.ts';
import { type JsonSchema, valid } from '../../support/fromSchema.ts';

/** Any JSON stays as it came. */
const freeJson = { ext: fc.constant(7), payload: fc.constant(7) };

const names = z.object({ first: z.string(), second: z.optional(z.string()) });

describe('an answer', () => {
  it.each<[string, z.ZodMiniType, unknown, string]>([
    ['an object', names, { second: 'b', first: 'a' }, '{"first":"a","second":"b"}'],
    ['a missing field', names, { second: 'b' }, '{"second":"b"}'],
    ['an unknown field', names, { new: 1, first: 'a' }, '{"first":"a","new":1}'],
    [
      'a field named as what every object has',
      names,
      { constructor: { a: 1 }, first: 'a' },
      '{"first":"a","constructor":{"a":1}}',
    ],
    ['the entries of a list', z.array(names), [{ second: 'b', first: 'a' }], '[{"first":"a","second":"b"}]'],
    ['an optional object', z.optional(names), { second: 'b', first: 'a' }, '{"first":"a","second":"b"}'],
    ['a list that is only read', z.readonly(z.array(names)), [{ second: '', first: '' }], '[{"first":"","second":""}]'],
    [
      'a map',
      z.record(z.string(), names),
      { b: { second: '', first: '' }, a: { first: '' } },
      '{"a":{"first":""},"b":{"first":"","second":""}}',
    ],
    [
      'one of several forms',
      z.union([z.object({ id: z.string(), at: z.string() }), z.object({ rule: z.string(), at: z.string() })]),
      { at: '', rule: '' },
      '{"rule":"","at":""}',
    ],
    [
      'a word or a list',
      z.union([z.string(), z.array(names)]),
      [{ second: '', first: '' }],
      '[{"first":"","second":""}]',
    ],
    ['any JSON, unchanged', z.object({ ext: z.unknown() }), { ext: { b: 1, a: 2 } }, '{"ext":{"b":1,"a":2}}'],
    ['a text', names, 'text', '"text"'],
    ['nothing', names, null, 'null'],
  ])('has its fields in the order of its schema: %s', (_what, schema, value, expected) => {
    // Prepare: the row

    // Act
    const ordered = inOrder(schema, value);

    // Assess
    expect(JSON.stringify(ordered)).toBe(expected);
  });

  const answers = Object.entries(operations).flatMap(([route, { answers: byStatus }]) =>
    Object.entries(byStatus).flatMap(([status, schema]): [string, string, z.ZodMiniType][] =>
      schema === undefined ? [] : [[route, status, schema]],
    ),
  );

  it.each(answers)('of %s, %s, is the same text for any order of its fields', (_route, _status, schema) => {
    const jsonSchema = z.toJSONSchema(schema, {
      io: 'output',
      unrepresentable: 'any',
      reused: 'inline',
    }) as JsonSchema;
    fc.assert(
      fc.property(valid(jsonSchema, freeJson), fc.infiniteStream(fc.nat()), (value, order) => {
        // Prepare
        const shuffled = shuffle(value, () => order.next().value);

        // Act
        const texts = [value, shuffled].map((one) => JSON.stringify(inOrder(schema, one)));

        // Assess
        expect(inOrder(schema, value)).toEqual(value);
        expect(texts[1]).toBe(texts[0]);
      }),
      { numRuns: 20 },
    );
  });
});

/** As DynamoDB hands out the fields of a map. */
function shuffle(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffle(entry, next));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, field]) => ({ name, field: shuffle(field, next), place: next() }));
  return Object.fromEntries(entries.toSorted((a, b) => a.place - b.place).map(({ name, field }) => [name, field]));
}
