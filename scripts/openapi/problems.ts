/** Problem answers, limited to those that each operation can really give. */

import type { Operation } from '../../shared/api/operation.ts';
import { problemContentType } from '../../shared/api/problem.ts';
import { problemOf } from '../../shared/api/refusals.ts';
import { type KnownRouteKey, type Route, routes } from '../../shared/api/routes.ts';
import type { JsonSchema } from './components.ts';
import { typedOperations } from './operations.ts';
import { refusalsOf } from './refusals.ts';

interface PossibleProblem {
  status: number;
  code: string;
  /** Describes the problem, for the reference. */
  title: string;
  fix?: string;
}

/** Refusals before a flow sees the request. */
const early = {
  invalidRequest: { status: 400, code: 'invalid_request', title: '`errors` names the fields that are wrong' },
  invalidJson: { status: 400, code: 'invalid_json', title: 'The body is not one JSON value in UTF-8' },
  unauthenticated: { status: 401, code: 'unauthenticated', title: 'No valid JWT' },
  tokenExpired: { status: 401, code: 'token_expired', title: 'The JWT has expired (the lab only)' },
  insufficientScope: {
    status: 403,
    code: 'insufficient_scope',
    title: 'The JWT lacks the scope that the stage requires',
  },
  forbidden: { status: 403, code: 'forbidden', title: 'No valid signature' },
  payloadTooLarge: { status: 413, code: 'payload_too_large', title: 'The body has more than 256 KB' },
  headersTooLarge: {
    status: 431,
    code: 'headers_too_large',
    title: 'Request line and headers have more than 10,240 bytes',
  },
} as const satisfies Record<string, PossibleProblem>;

/** API Gateway refuses these itself, and answers `{"message": "…"}`. */
const gatewayStatuses = new Set([401, 403, 413, 429, 431]);

const gatewayContent = { 'application/json': { schema: { $ref: '#/components/schemas/GatewayError' } } };
const problemReference = { $ref: '#/components/schemas/Problem' };
const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
const retriedCodes: readonly string[] = ['rate_limited', 'idempotency_in_progress'];

/** All problems that the operation can answer, by rising status. */
export function problemsOf(key: KnownRouteKey): readonly PossibleProblem[] {
  const { caller, rate }: Route = routes[key];
  const { path, query, headers, body }: Operation = typedOperations[key];
  const isChecked = [path, query, headers, body].some((part) => part !== undefined);
  const refusals = [...refusalsOf[key], ...(rate === undefined ? [] : (['rate_limited'] as const))];
  const problems: PossibleProblem[] = [
    ...(isChecked ? [early.invalidRequest] : []),
    ...(body === undefined ? [] : [early.invalidJson, early.payloadTooLarge]),
    ...(caller === 'user' ? [early.unauthenticated, early.tokenExpired, early.insufficientScope] : []),
    ...(caller === 'server' ? [early.forbidden] : []),
    early.headersTooLarge,
    ...refusals.map((refusal) => problemOf({ refusal, detail: '' })),
  ];
  return problems.toSorted((one, other) => one.status - other.status);
}

/** Error answers of an operation, by status: references to those that several operations share. */
export function problemAnswers(key: KnownRouteKey): Readonly<Record<string, JsonSchema>> {
  const byStatus = Map.groupBy(problemsOf(key), ({ status }) => status);
  const listed = [...byStatus].map(([status, problems]) => {
    const name = sharedName(problems);
    return [String(status), name === undefined ? problemAnswer(problems) : responseReference(name)] as const;
  });
  return {
    ...Object.fromEntries(listed),
    ...(!byStatus.has(429) && { 429: responseReference('Throttled') }),
    '5XX': responseReference('ServerError'),
  };
}

const responseReference = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** @returns undefined for an answer with so many codes that a name would say less than the codes. */
function sharedName(problems: readonly PossibleProblem[]): string | undefined {
  return problems.length > 2 ? undefined : problems.map(({ code }) => pascalCase(code)).join('Or');
}

const pascalCase = (code: string) => code.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** All responses that `problemAnswers` refers to. */
export function sharedAnswers(): Readonly<Record<string, JsonSchema>> {
  const groups = (Object.keys(routes) as KnownRouteKey[]).flatMap((key) => [
    ...Map.groupBy(problemsOf(key), ({ status }) => status).values(),
  ]);
  const named = groups.flatMap((problems) => {
    const name = sharedName(problems);
    return name === undefined ? [] : [[name, problemAnswer(problems)] as const];
  });
  return { ...Object.fromEntries(named), ...ofEveryOperation };
}

function problemAnswer(problems: readonly PossibleProblem[]): JsonSchema {
  const codes = problems.map(({ code }) => code);
  const listed = { type: 'object', required: ['code'], properties: { code: { type: 'string', enum: codes } } };
  return {
    description: problems.map(describe).join('\n\n'),
    ...(codes.some((code) => retriedCodes.includes(code)) && { headers: retryAfter }),
    content: {
      [problemContentType]: { schema: { allOf: [problemReference, listed] } },
      ...(problems.some(({ status }) => gatewayStatuses.has(status)) && gatewayContent),
    },
  };
}

function describe({ code, title, fix }: PossibleProblem): string {
  return `\`${code}\`: ${title}.${fix === undefined ? '' : ` ${fix}`}`;
}

const ofEveryOperation: Readonly<Record<string, JsonSchema>> = {
  Throttled: { description: 'Over the throttle of the stage. Try again later.', content: gatewayContent },
  ServerError: {
    description: '`internal_error`: a fault of the stage. Try again; the log has the details.',
    content: { [problemContentType]: { schema: problemReference }, ...gatewayContent },
  },
};

const text = (description: string) => ({ type: 'string', description });

export const sharedSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details: what went wrong, and what the caller can do about it.',
    required: ['type', 'title', 'status', 'code', 'detail', 'fix'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'A URI that ends with `code`.' },
      title: text('What went wrong, in general.'),
      status: { type: 'integer', description: 'The HTTP status.' },
      code: text('Stable name of the problem: programs may branch on it.'),
      detail: text('What went wrong this time.'),
      fix: text('What the caller can do about it.'),
      errors: {
        type: 'array',
        description: 'The fields that are wrong.',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: {
            path: text('JSON Pointer into the body (RFC 6901), or a parameter such as `path.deviceId`.'),
            message: text('What the value must be. Continues the path.'),
          },
        },
      },
      state: { $ref: '#/components/schemas/CallState', description: 'State of the call, with the codes about calls.' },
      callId: text('The call to answer, with `glare`.'),
      retryAfterSeconds: { type: 'integer', description: 'When to retry, in seconds. Also in `Retry-After`.' },
    },
    examples: [problemOf({ refusal: 'unknown_device', detail: 'You do not have a device 3f2c9a40.' })],
  },
  GatewayError: {
    type: 'object',
    description: 'An answer of API Gateway itself, with the status as its only code.',
    required: ['message'],
    properties: { message: text('Such as `Unauthorized`.') },
    examples: [{ message: 'Unauthorized' }],
  },
};

export const sharedHeaders = {
  RetryAfter: { description: 'When to retry, in seconds.', schema: { type: 'integer', minimum: 0 } },
};
