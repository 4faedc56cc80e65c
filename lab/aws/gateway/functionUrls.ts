/**
 * Serves functions at URLs of their own, as Lambda does with the auth type AWS_IAM: each signature is checked for the
 * service `lambda`, and no route is: the function finds it. Each URL has its own port, as on AWS its own host.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 *
 * As the HTTP API host, it answers its own refusals with problem details: Lambda answers `{"Message":"Forbidden"}`.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ServerFunction, serverFunctions } from '../../../shared/api/serverFunctions.ts';
import type { TimerClock } from '../../clock.ts';
import { startParts } from '../../parts.ts';
import type { FunctionHost } from '../lambda/functionHost.ts';
import { errorLine } from '../lambda/logLine.ts';
import { listen } from '../protocol/listen.ts';
import { readBody } from '../protocol/readBody.ts';
import { urlEvent } from './event.ts';
import { type AnsweredRequest, describeError, targetOf } from './httpApi.ts';
import type { IamAuthorizer } from './iamAuthorizer.ts';
import * as problems from './problems.ts';
import { functionResponse, type GatewayResponse, problemResponse, writeResponse } from './response.ts';
import { matchRoute } from './routeTable.ts';

export interface FunctionUrlOptions {
  functions: Readonly<Record<ServerFunction, Pick<FunctionHost, 'invoke'>>>;
  /** For the service `lambda`. */
  authorize: IamAuthorizer;
  clock: TimerClock;
  onLog(line: string): void;
  /** Called for each request that a function has answered. */
  onAnswered?(answered: AnsweredRequest): void;
}

export interface FunctionUrls {
  /** Origin of each function, without a trailing slash. */
  readonly urls: Readonly<Record<ServerFunction, string>>;
  stop(): Promise<void>;
}

/** Lambda's limit of a request. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const bodyLimitBytes = 6 * 1024 * 1024;

export function startFunctionUrls(options: FunctionUrlOptions): Promise<FunctionUrls> {
  return startParts(async (parts) => {
    const listening = serverFunctions.map(async (name) => {
      const server = createServer((request, response) => serve(options, name, request, response));
      const { url } = await parts.start(listen(server, 0));
      return [name, url] as const;
    });
    const urls = Object.fromEntries(await Promise.all(listening)) as Record<ServerFunction, string>;
    return { urls, stop: parts.stopAll };
  });
}

async function serve(
  options: FunctionUrlOptions,
  name: ServerFunction,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  try {
    writeResponse(response, await answer(options, name, request, requestId), requestId);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    const fields = { requestId, path: request.url, ...describeError(error) };
    options.onLog(errorLine('function-url', 'the host failed', fields));
    if (response.headersSent) response.destroy();
    else writeResponse(response, problemResponse(problems.internalError(500, 'The lab failed.')), requestId);
  }
}

async function answer(
  { functions, authorize, clock, onAnswered }: FunctionUrlOptions,
  name: ServerFunction,
  request: IncomingMessage,
  requestId: string,
): Promise<GatewayResponse> {
  const target = targetOf(request);
  const body = await readBody(request, bodyLimitBytes);
  if (!body) return problemResponse(problems.payloadTooLarge(bodyLimitBytes));
  const outcome = await authorize({ ...target, headers: request.headers, body });
  if (outcome.refusal) return problemResponse(problems.forbidden(outcome.refusal.detail, 'lambda'));

  const nowMs = clock.nowMs();
  const urlId = `lab${name.toLowerCase()}`;
  const event = urlEvent({ request, ...target, body, requestId, urlId, authorizer: outcome, nowMs });
  const result = await functions[name].invoke(event);
  if (result.error) return problemResponse(problems.internalError(502, 'The function failed.'));
  const response = functionResponse(result.value);
  const match = matchRoute(target.method, target.rawPath);
  if ('routeKey' in match) {
    onAnswered?.({
      routeKey: match.routeKey,
      receivedMs: nowMs,
      query: target.rawQuery,
      pathParameters: match.pathParameters,
      status: response.status,
      requestBody: body.toString(),
      answerBody: response.body.toString(),
    });
  }
  return response;
}
