/** The OpenAPI document, made from the routes, their schemas, and the descriptions in the other files here. */
import type * as z from 'zod/mini';
import packageJson from '../../package.json' with { type: 'json' };
import type { Operation } from '../../shared/api/operation.ts';
import { type Caller, type KnownRouteKey, type Route, routes } from '../../shared/api/routes.ts';
import { componentSchemas, type JsonSchema, parameterSchema, referenceTo } from './components.ts';
import { examples } from './examples/all.ts';
import { parameters as known } from './examples/parameters.ts';
import { operationIds } from './operationIds.ts';
import { typedOperations } from './operations.ts';
import { problemAnswers, sharedAnswers, sharedHeaders, sharedSchemas } from './problems.ts';
import { summaries } from './summaries.ts';
import { webhookDocument, webhookParameters } from './webhooks.ts';
import { callerNotes, notes, tagOf, tags } from './words.ts';

const security: Readonly<Record<Caller, object[]>> = {
  user: [{ userToken: [] }],
  server: [{ awsSigV4: [] }],
  none: [],
};

/** An example from the files of `examples/`: of one form, or of each of several. */
interface AnyExample {
  body?: unknown;
  answers: Readonly<Record<string, unknown>>;
}

function parameters(schema: z.ZodMiniType | undefined, where: 'path' | 'query' | 'header') {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = parameterSchema(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    ...known[name],
    required: required.includes(name),
    schema: property,
  }));
}

function json(schema: JsonSchema, example: unknown) {
  const { oneOf } = example as { oneOf?: Record<string, unknown> };
  const forms = oneOf && Object.entries(oneOf).map(([name, value]) => [name, { value }]);
  return {
    'application/json': { schema, ...(forms ? { examples: Object.fromEntries(forms) } : { example }) },
  };
}

function goodAnswers(key: KnownRouteKey, { answers }: Operation, example: AnyExample) {
  return Object.entries(answers).map(([status, schema]) => [
    status,
    schema === undefined
      ? { description: 'Done' }
      : { description: summaries[key], content: json(referenceTo(schema, 'output'), example.answers[status]) },
  ]);
}

function describeOperation(key: KnownRouteKey) {
  const { caller, rate }: Route = routes[key];
  const operation: Operation = typedOperations[key];
  const { path, query, headers, body } = operation;
  const example: AnyExample = examples[key];
  const counted = rate && `Counts towards the rate \`${rate}\` of the user.`;
  return {
    operationId: operationIds[key],
    summary: summaries[key],
    description: [notes[key], callerNotes[caller], counted].filter(Boolean).join(' '),
    tags: [tagOf(routes[key])],
    security: security[caller],
    parameters: [...parameters(path, 'path'), ...parameters(query, 'query'), ...parameters(headers, 'header')],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: json(referenceTo(body, 'input'), example.body),
      },
    }),
    responses: { ...Object.fromEntries(goodAnswers(key, operation, example)), ...problemAnswers(key) },
  };
}

export function openApiDocument() {
  const paths: Record<string, Record<string, ReturnType<typeof describeOperation>>> = {};
  for (const key of Object.keys(routes) as KnownRouteKey[]) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(key) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringpost',
      version: packageJson.version,
      description: packageJson.description,
      contact: { name: 'The team that runs the stage' },
      license: { name: packageJson.license, identifier: packageJson.license },
    },
    servers: [
      {
        url: '{apiUrl}',
        description: 'A stage, or the phone lab',
        variables: {
          apiUrl: {
            default: 'http://127.0.0.1:4700',
            description: 'The output `ApiUrl` of the stack, without a trailing slash. By default the phone lab.',
          },
        },
      },
    ],
    tags,
    paths,
    webhooks: webhookDocument(),
    components: {
      securitySchemes: {
        userToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "A token of the stage's OIDC issuer.",
        },
        awsSigV4: {
          type: 'apiKey',
          name: 'authorization',
          in: 'header',
          description: 'AWS Signature Version 4, service `execute-api`.',
        },
      },
      parameters: webhookParameters,
      headers: sharedHeaders,
      responses: sharedAnswers(),
      schemas: { ...componentSchemas(), ...sharedSchemas },
    },
  };
}
