/**
 * Hosts the functions behind their routes as an HTTP API of API Gateway does: it finds the route, authorizes the
 * caller, invokes the function with an event of payload format 2.0 and writes what it returns.
 *
 * Unlike the real one, it answers its own refusals with problem details: see gatewayProblems.ts.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type {
  APIGatewayEventRequestContextIAMAuthorizer,
  APIGatewayEventRequestContextJWTAuthorizer,
} from 'aws-lambda';
import type { Problem } from '../../../shared/api/problem.ts';
import type { ApiFunction } from '../../../shared/api/routes.ts';
import type { TimerClock } from '../../clock.ts';
import type { FunctionHost } from '../lambda/functionHost.ts';
import { errorLine } from '../lambda/logLine.ts';
import { readBody } from '../protocol/readBody.ts';
import { gatewayEvent } from './event.ts';
import type { IamAuthorizer } from './iamAuthorizer.ts';
import type { JwtAuthorizer } from './jwtAuthorizer.ts';
import type { LambdaAuthorizer } from './lambdaAuthorizer.ts';
import * as problems from './problems.ts';
import { functionResponse, type GatewayResponse, problemResponse, writeResponse } from './response.ts';
import { matchRoute } from './routeTable.ts';

export interface HttpApiOptions {
  functions: Readonly<Record<ApiFunction, Pick<FunctionHost, 'invoke'>>>;
  /** The API's own check of JWTs, or a function. */
  authorizeUser: JwtAuthorizer | { lambda: LambdaAuthorizer };
  authorizeServer: IamAuthorizer;
  clock: TimerClock;
  /** Answers every path that is not below `/v1/`. */
  fallback(request: IncomingMessage, response: ServerResponse): Promise<void>;
  onLog(line: string): void;
  /** Called for each request that a function has answered. */
  onAnswered?(answered: AnsweredRequest): void;
}

export interface AnsweredRequest {
  routeKey: string;
  /** When the request arrived, epoch milliseconds. */
  receivedMs: number;
  /** As on the wire. */
  query: string;
  pathParameters: Readonly<Record<string, string>>;
  /** The calling user; undefined for servers. */
  userId?: string | undefined;
  status: number;
  requestBody: string;
  answerBody: string;
}

/** AWS: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const bodyLimitBytes = 10 * 1024 * 1024;

export interface Target {
  method: string;
  /** As on the wire. */
  rawPath: string;
  rawQuery: string;
}

export function createHttpApi(options: HttpApiOptions): RequestListener {
  return async (request, response) => {
    const requestId = randomUUID();
    try {
      const target = targetOf(request);
      if (!target.rawPath.startsWith('/v1/')) return await options.fallback(request, response);
      writeResponse(response, await answer(options, request, target, requestId), requestId);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      options.onLog(
        errorLine('http-api', 'the host failed', { requestId, path: request.url, ...describeError(error) }),
      );
      if (response.headersSent) response.destroy();
      else writeResponse(response, problemResponse(problems.internalError(500, 'The lab failed.')), requestId);
    }
  };
}

export function describeError(error: unknown): Record<string, unknown> {
  return error instanceof Error ? { errorMessage: error.message, stack: error.stack } : { errorMessage: String(error) };
}

export function targetOf({ method = '', url = '' }: IncomingMessage): Target {
  const [rawPath = '', ...query] = url.split('?');
  return { method, rawPath, rawQuery: query.join('?') };
}

async function answer(
  options: HttpApiOptions,
  request: IncomingMessage,
  target: Target,
  requestId: string,
): Promise<GatewayResponse> {
  const { method, rawPath } = target;
  const match = matchRoute(method, rawPath);
  if ('malformed' in match) return problemResponse(problems.malformedPath(rawPath));
  if ('methods' in match) return problemResponse(problems.unknownRoute(method, rawPath, match.methods));

  const user = match.route.caller === 'user' ? await authorizeUser(options, request) : undefined;
  if (user && 'status' in user) return problemResponse(user);
  const body = await readBody(request, bodyLimitBytes);
  if (!body) return problemResponse(problems.payloadTooLarge(bodyLimitBytes));
  const server = match.route.caller === 'server' ? await authorizeServer(options, request, target, body) : undefined;
  if (server && 'status' in server) return problemResponse(server);

  const nowMs = options.clock.nowMs();
  const event = gatewayEvent({ request, ...target, body, requestId, match, authorizer: user ?? server, nowMs });
  const result = await options.functions[match.route.function].invoke(event);
  if (result.error) return problemResponse(problems.functionFailed(result.error));
  const response = functionResponse(result.value);
  options.onAnswered?.({
    routeKey: match.routeKey,
    receivedMs: nowMs,
    query: target.rawQuery,
    pathParameters: match.pathParameters,
    userId: user === undefined ? undefined : userIdOf(user),
    status: response.status,
    requestBody: body.toString(),
    answerBody: response.body.toString(),
  });
  return response;
}

type UserAuthorizer = APIGatewayEventRequestContextJWTAuthorizer | { lambda: Record<string, unknown> };

/** @returns undefined if the authorizer names nobody: the function refuses such a request. */
function userIdOf(user: UserAuthorizer): string | undefined {
  const userId = 'lambda' in user ? user.lambda['userId'] : user.jwt.claims['sub'];
  return typeof userId === 'string' ? userId : undefined;
}

async function authorizeUser(
  { authorizeUser: authorize }: HttpApiOptions,
  request: IncomingMessage,
): Promise<UserAuthorizer | Problem> {
  if (typeof authorize !== 'function') return askFunction(authorize.lambda, request);
  const outcome = await authorize(request.headers.authorization);
  if (!outcome.refusal) return { jwt: { claims: outcome.claims, scopes: null } };
  const { code, detail } = outcome.refusal;
  if (code === 'insufficient_scope') return problems.insufficientScope(detail);
  return code === 'token_expired' ? problems.tokenExpired(detail) : problems.unauthenticated(detail);
}

async function askFunction(
  authorize: LambdaAuthorizer,
  { headers }: IncomingMessage,
): Promise<UserAuthorizer | Problem> {
  const { context, refusal } = await authorize(headers.authorization);
  if (context) return { lambda: context };
  if (refusal === 'missing') return problems.unauthenticated('the request has no Authorization header');
  if (refusal === 'denied') return problems.forbidden('the function that authorizes users has refused the request');
  return problems.internalError(500, 'The function that authorizes users failed.');
}

async function authorizeServer(
  { authorizeServer: authorize }: HttpApiOptions,
  { headers }: IncomingMessage,
  target: Target,
  body: Buffer,
): Promise<APIGatewayEventRequestContextIAMAuthorizer | Problem> {
  const outcome = await authorize({ ...target, headers, body });
  return outcome.refusal ? problems.forbidden(outcome.refusal.detail) : { iam: outcome.iam };
}
