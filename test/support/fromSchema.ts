/** Requests made from the schemas themselves: right ones, and ones in which something is wrong. */
import fc from 'fast-check';

/** As much of JSON Schema as our schemas need. */
export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  maxProperties?: number;
  'x-maxBytes'?: number;
  'x-maxLevels'?: number;
}

/** What a field wants beyond what its schema can say. By the field's name. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Most texts are short; now and then one is as long as it may be. */
const text = ({ minLength = 0, maxLength = 200 }: JsonSchema): fc.Arbitrary<string> => {
  const short = fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 12)) });
  const longest = fc.constantFrom('x', '语').map((character) => character.repeat(Math.min(maxLength, 5000)));
  return fc.oneof({ weight: 30, arbitrary: short.map((value) => value.slice(0, maxLength)) }, longest);
};

/** A value that the schema takes, as far as the schema can say it. */
export function valid(schema: JsonSchema, hints: Hints, name = ''): fc.Arbitrary<unknown> {
  const hint = hints[name];
  if (hint !== undefined) return hint;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return fc.oneof(...forms.map((form) => valid(form, hints)));
  switch (schema.type) {
    case 'string':
      return schema.pattern === undefined ? text(schema) : fc.stringMatching(new RegExp(schema.pattern, 'u'));
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 0x7fffffff) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valid(schema.items ?? {}, hints), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case 'object':
      return record(schema, hints);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function record(schema: JsonSchema, hints: Hints): fc.Arbitrary<unknown> {
  if (typeof schema.additionalProperties === 'object') {
    const key = valid(schema.propertyNames ?? { type: 'string' }, {}) as fc.Arbitrary<string>;
    return fc.dictionary(key, valid(schema.additionalProperties, hints), { maxKeys: 3 });
  }
  const entries = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  const fields = Object.fromEntries(
    entries.map(([name, field]) => {
      const arbitrary = valid(field, hints, name);
      // Few settings at once, as callers do it: with all of them, something always clashes.
      const absent = { weight: 3, arbitrary: fc.constant(undefined) };
      return [name, required.has(name) ? arbitrary : fc.oneof(absent, arbitrary)];
    }),
  );
  return fc.record(fields).map((value) => withoutAbsent(value));
}

function withoutAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e300, '', ' ', 'x'.repeat(30_000), [], {}, [[]], { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The same with one thing changed somewhere: replaced, left out or added. */
export function broken(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(good, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), junk, fc.constantFrom('replace', 'remove', 'add'))
    .map(([value, steps, other, how]) => change(structuredClone(value), steps, other, how));
}

function change(value: unknown, [step = 0, ...steps]: readonly number[], other: unknown, how: string): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const parent = value as Record<string, unknown>;
  const names = Object.keys(parent);
  const name = names[step % (names.length || 1)];
  if (how === 'add' && steps.length === 0)
    return Array.isArray(value) ? [...value, other] : { ...value, unknownField: other };
  if (name === undefined) return other;
  const child = parent[name];
  if (steps.length > 0 && typeof child === 'object' && child !== null) parent[name] = change(child, steps, other, how);
  else if (how === 'remove') delete parent[name];
  else parent[name] = other;
  return Array.isArray(value) ? value.filter((member) => member !== undefined) : value;
}
