import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApiDocument, openApiFile, openApiText } from '../../scripts/openapi.ts';
import { routes } from '../../shared/api/routes.ts';

interface Described {
  security: object[];
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, object>;
}
const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    key: `${method.toUpperCase()} ${path}`,
    path,
    operation: operation as Described,
  })),
);

describe('OpenAPI document', () => {
  test('docs/openapi.json is what the schemas make', () => {
    // Prepare
    const written = readFileSync(openApiFile, 'utf8');
    // Act
    const made = openApiText();
    // Assess: `npm run openapi` mends a difference.
    expect(written).toBe(made);
  });

  test('has every route, and no other', () => {
    // Act
    const described = operations.map(({ key }) => key);
    // Assess
    expect(described.sort()).toEqual(Object.keys(routes).sort());
  });

  test.each(operations)('$key names the parameters of its path', ({ path, operation }) => {
    // Prepare
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    // Act
    const described = operation.parameters.filter((parameter) => parameter.in === 'path');
    // Assess
    expect(described.map(({ name }) => name).sort()).toEqual(inPath.sort());
    expect(described.every(({ required }) => required)).toBe(true);
  });

  test('refers to nothing that it does not hold', () => {
    // Prepare
    const references = [...openApiText().matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, pointer = '']) =>
      pointer.split('/'),
    );
    // Act
    const targets = references.map((names) =>
      names.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document),
    );
    // Assess
    expect(references.length).toBeGreaterThan(0);
    expect(targets).not.toContain(undefined);
  });
});
