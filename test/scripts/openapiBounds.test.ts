import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../scripts/openapi.ts';
import type { JsonSchema } from '../support/fromSchema.ts';
import { type Described, resolved } from '../support/openApi.ts';

type Part = [place: string, schema: JsonSchema];

const requestParts = Object.entries(resolved(openApiDocument()).paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, described]): Part[] => {
    const { parameters, requestBody } = described as unknown as Described;
    const key = `${method.toUpperCase()} ${path}`;
    const body = requestBody?.content['application/json'].schema;
    return [
      ...parameters.map((parameter): Part => [`${key} ${parameter.in}.${parameter.name}`, parameter.schema]),
      ...(body === undefined ? [] : [[key, body] as Part]),
    ];
  }),
);

/** The largest sum that JavaScript counts exactly is what `z.int()` means without bounds: nobody has thought of one. */
const isBound = (limit: number | undefined) => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

/** Each place where a request could carry as much as its sender likes. */
function unbounded(schema: JsonSchema, place: string): string[] {
  if (schema.const !== undefined || schema.enum !== undefined) return [];
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return forms.flatMap((form, index) => unbounded(form, `${place}(${index})`));
  switch (schema.type) {
    case 'boolean':
    case 'null':
      return [];
    case 'string':
      return schema.maxLength === undefined ? [place] : [];
    case 'integer':
    case 'number':
      return isBound(schema.minimum) && isBound(schema.maximum) ? [] : [place];
    case 'array':
      return [
        ...(schema.maxItems === undefined ? [place] : []),
        ...(schema.items === undefined ? [`${place}/*`] : unbounded(schema.items, `${place}/*`)),
      ];
    case 'object':
      return isBoundedJson(schema) ? [] : unboundedIn(schema, place);
    default:
      return isBoundedJson(schema) ? [] : [place];
  }
}

/** Any JSON: how much of it, and how deep. */
function isBoundedJson(schema: JsonSchema): boolean {
  return schema['x-maxBytes'] !== undefined && schema['x-maxLevels'] !== undefined;
}

function unboundedIn(schema: JsonSchema, place: string): string[] {
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    unbounded(field, `${place}/${name}`),
  );
  const { additionalProperties, propertyNames, maxProperties } = schema;
  if (additionalProperties === false) return fields;
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  return [
    ...fields,
    ...(maxProperties === undefined ? [place] : []),
    ...unbounded(propertyNames ?? { type: 'string' }, `${place} (names)`),
    ...unbounded(values, `${place}/*`),
  ];
}

describe('the content of a request', () => {
  test.each(requestParts)('is bounded everywhere: %s', (place, schema) => {
    // Prepare: the row

    // Act
    const places = unbounded(schema, place);

    // Assess
    expect(places).toEqual([]);
  });

  test.each<[string, JsonSchema, string[]]>([
    ['a text', { type: 'string' }, ['x']],
    ['a text with a pattern alone', { type: 'string', pattern: '^a+$' }, ['x']],
    ['a number', { type: 'number', minimum: 0 }, ['x']],
    [
      'an integer as z.int() makes it',
      { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      ['x'],
    ],
    ['a list', { type: 'array', items: { type: 'boolean' } }, ['x']],
    ['the texts of a list', { type: 'array', maxItems: 1, items: { type: 'string' } }, ['x/*']],
    ['a map', { type: 'object', additionalProperties: { type: 'boolean' } }, ['x', 'x (names)']],
    ['an object that takes any field', { type: 'object', properties: {} }, ['x', 'x (names)', 'x/*']],
    ['one of two forms', { anyOf: [{ type: 'boolean' }, { type: 'string' }] }, ['x(1)']],
    ['any JSON', {}, ['x']],
    ['anything bounded', { type: 'string', maxLength: 1 }, []],
  ])('is reported where it is unbounded: %s', (_what, schema, expected) => {
    // Prepare: the row

    // Act
    const places = unbounded(schema, 'x');

    // Assess
    expect(places).toEqual(expected);
  });
});
