/**
 * Writes `docs/openapi.json` from the routes and their schemas: `npm run openapi`. With `--check` it writes nothing, and
 * exits with status 1 when the file is out of date. A test holds the file against them, too.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import packageJson from '../package.json' with { type: 'json' };
import type { Operation } from '../shared/api/operation.ts';
import { type Caller, type KnownRouteKey, type Route, routes } from '../shared/api/routes.ts';
import { callLogOperations } from '../shared/api/schemas/callLog.ts';
import { callOperations } from '../shared/api/schemas/calls.ts';
import { deviceOperations } from '../shared/api/schemas/devices.ts';
import { directoryOperations } from '../shared/api/schemas/directory.ts';
import { groupOperations } from '../shared/api/schemas/groups.ts';
import { healthOperations } from '../shared/api/schemas/health.ts';
import { messageOperations } from '../shared/api/schemas/messages.ts';
import { profileOperations } from '../shared/api/schemas/profile.ts';
import { receiptOperations } from '../shared/api/schemas/receipts.ts';
import { ringOperations } from '../shared/api/schemas/rings.ts';
import { serverOperations } from '../shared/api/schemas/server.ts';
import { statisticsOperations } from '../shared/api/schemas/statistics.ts';

/** All operations of the API. Not in `shared/`, so that no function bundles another's schemas. */
export const operations: Readonly<Record<KnownRouteKey, Operation>> = {
  ...healthOperations,
  ...deviceOperations,
  ...profileOperations,
  ...groupOperations,
  ...serverOperations,
  ...messageOperations,
  ...callOperations,
  ...callLogOperations,
  ...directoryOperations,
  ...ringOperations,
  ...receiptOperations,
  ...statisticsOperations,
};

const security: Readonly<Record<Caller, object[]>> = {
  user: [{ userToken: [] }],
  server: [{ awsSigV4: [] }],
  none: [],
};

type JsonSchema = Record<string, unknown>;

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return rest;
}

function parameters(schema: z.ZodMiniType | undefined, where: 'path' | 'query' | 'header') {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }));
}

function describeOperation(key: KnownRouteKey) {
  const { caller, summary, function: tag }: Route = routes[key];
  const { path, query, headers, body, answers } = operations[key];
  const content = (schema: z.ZodMiniType) => ({ 'application/json': { schema: jsonSchema(schema, 'output') } });
  return {
    operationId: operationId(key),
    summary,
    tags: [tag],
    security: security[caller],
    parameters: [...parameters(path, 'path'), ...parameters(query, 'query'), ...parameters(headers, 'header')],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: jsonSchema(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          { description: status === '204' ? 'Done' : summary, ...(schema && { content: content(schema) }) },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** `PUT /v1/devices/{deviceId}/presence` becomes `putDevicesDeviceIdPresence`. */
function operationId(key: KnownRouteKey): string {
  const [method = '', path = ''] = key.split(' ');
  const words = path
    .replace('/v1/', '')
    .split(/[^A-Za-z]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'code', 'detail', 'fix'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: programs may branch on it.' },
    detail: { type: 'string', description: 'What happened, this time.' },
    fix: { type: 'string', description: 'What the caller can do about it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
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
      license: { name: packageJson.license, identifier: packageJson.license },
    },
    servers: [{ url: 'http://127.0.0.1:4700', description: 'The phone lab' }],
    paths,
    components: {
      securitySchemes: {
        userToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "Of the stage's OIDC issuer." },
        awsSigV4: {
          type: 'apiKey',
          name: 'authorization',
          in: 'header',
          description: 'AWS Signature Version 4, service `execute-api`.',
        },
      },
      responses: {
        Problem: { description: 'What went wrong', content: { 'application/problem+json': { schema: problemSchema } } },
      },
    },
  };
}

export const openApiFile = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeFileSync(openApiFile, openApiText());
  else if (readFileSync(openApiFile, 'utf8') !== openApiText()) {
    process.stderr.write('docs/openapi.json is out of date. Write it with `npm run openapi`, and commit it.\n');
    process.exitCode = 1;
  }
}
