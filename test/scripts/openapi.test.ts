import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examples } from '../../scripts/openapi/examples/all.ts';
import { parameters } from '../../scripts/openapi/examples/parameters.ts';
import { problemsOf } from '../../scripts/openapi/problems.ts';
import { refusalsOf } from '../../scripts/openapi/refusals.ts';
import { openApiDocument, openApiFile, openApiText, operations } from '../../scripts/openapi.ts';
import { refusalCodes } from '../../shared/api/refusals.ts';
import { type KnownRouteKey, routes } from '../../shared/api/routes.ts';
import { type Described, resolved, target } from '../support/openApi.ts';

const document = openApiDocument();
const described = Object.entries(resolved(document).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    key: `${method.toUpperCase()} ${path}` as KnownRouteKey,
    path,
    operation: operation as unknown as Described,
  })),
);

describe('OpenAPI document', () => {
  test('docs/openapi.json is generated from the schemas', () => {
    // Prepare
    const written = readFileSync(openApiFile, 'utf8');
    // Act
    const made = openApiText();
    // Assess: `npm run openapi` writes it again.
    expect(written).toBe(made);
  });

  test('has exactly the routes of the API', () => {
    // Act
    const keys = described.map(({ key }) => key);
    // Assess
    expect(keys.sort()).toEqual(Object.keys(routes).sort());
  });

  test('gives each operation a unique name, such as answerCall', () => {
    // Act
    const ids = described.map(({ operation }) => operation.operationId);
    // Assess
    expect(ids).toContain('answerCall');
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(described)('$key names the parameters of its path', ({ path, operation }) => {
    // Prepare
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    // Act
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'path');
    // Assess
    expect(parameters.map(({ name }) => name).sort()).toEqual(inPath.sort());
    expect(parameters.every(({ required }) => required)).toBe(true);
  });

  test('has a name for the schema of each body', () => {
    // Prepare
    const operationTexts = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    // Act
    const bodies = operationTexts.flatMap(({ requestBody, responses }) => [
      ...(requestBody ? [requestBody.content['application/json'].schema] : []),
      ...Object.values(responses).flatMap((response) => jsonSchemaOf(response)),
    ]);
    // Assess
    expect(bodies.length).toBeGreaterThan(60);
    expect(bodies.filter((schema) => schema.$ref === undefined)).toEqual([]);
  });

  test('has no dangling references', () => {
    // Prepare
    const references = [...openApiText().matchAll(/"\$ref": "([^"]+)"/g)].map(([, reference = '']) => reference);
    // Act
    const missing = references.filter((reference) => target(document, reference) === undefined);
    // Assess
    expect(references.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test('has the server URL as a variable', () => {
    // Act
    const [server] = document.servers;
    // Assess
    expect(server?.url).toBe('{apiUrl}');
    expect(server?.variables.apiUrl.default).toBe('http://127.0.0.1:4700');
  });
});

describe('examples of the OpenAPI document', () => {
  test.each(described)('$key has a request and answers that fit their schemas', ({ key }) => {
    // Prepare
    const { body, answers } = operations[key];
    const example = examples[key] as { body?: unknown; answers: Record<string, unknown> };
    // Act
    const results = [
      ...(body === undefined ? [] : [body.safeParse(example.body)]),
      ...Object.entries(answers).flatMap(([status, schema]) =>
        schema === undefined ? [] : formsOf(example.answers[status]).map((form) => schema.safeParse(form)),
      ),
    ];
    // Assess
    expect(results.flatMap(({ error }) => error?.issues ?? [])).toEqual([]);
    expect(Object.keys(example.answers)).toEqual(Object.keys(answers));
  });

  test.each(described)('$key has parameters that fit their schemas', ({ key }) => {
    // Prepare
    const { path, query, headers } = operations[key];
    // Act
    const results = [path, query, headers].map((schema) => {
      const shape = (schema?.def as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
      const named = Object.keys(shape).map((name) => [name, parameters[name]?.example] as const);
      // A ring's ticket has no example; any text has its form.
      return schema?.safeParse(
        Object.fromEntries(named.map(([name, example]) => [name, name === 'ticket' ? name : example])),
      );
    });
    // Assess
    expect(results.flatMap((result) => result?.error?.issues ?? [])).toEqual([]);
  });
});

describe('problems of the OpenAPI document', () => {
  test('are exactly those that a flow can refuse with', () => {
    // Act
    const listed = new Set(Object.values(refusalsOf).flat());
    // Assess: `rate_limited` comes with a route's rate.
    expect([...listed, 'rate_limited'].toSorted()).toEqual(refusalCodes.toSorted());
  });

  test.each(described)('$key lists each of its 4xx by status, with its codes', ({ key, operation }) => {
    // Prepare
    const expected = Object.groupBy(problemsOf(key), ({ status }) => status);
    // Act
    const statuses = Object.keys(operation.responses).filter((status) => status.startsWith('4'));
    // Assess
    expect(statuses).toEqual(expect.arrayContaining(Object.keys(expected)));
    for (const [status, problems = []] of Object.entries(expected)) {
      const schema = operation.responses[status]?.content?.['application/problem+json']?.schema;
      expect(JSON.stringify(schema)).toContain(JSON.stringify(problems.map(({ code }) => code)));
    }
  });

  test('of one name have one status', () => {
    // Prepare
    const uses = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) => Object.entries(responses)),
    );
    // Act
    const statusesByName = Map.groupBy(
      uses.filter(([, response]) => JSON.stringify(response).startsWith('{"$ref"')),
      ([, response]) => JSON.stringify(response),
    );
    // Assess
    for (const [, sameName] of statusesByName) expect(new Set(sameName.map(([status]) => status)).size).toBe(1);
  });
});

/** The schema of an answer's JSON, if it has any. */
function jsonSchemaOf(response: unknown): { $ref?: string }[] {
  const { content } = response as { content?: Record<string, { schema: { $ref?: string } }> };
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? [] : [schema];
}

function formsOf(example: unknown): unknown[] {
  const { oneOf } = example as { oneOf?: Record<string, unknown> };
  return oneOf === undefined ? [example] : Object.values(oneOf);
}
