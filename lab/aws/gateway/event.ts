/**
 * Makes the events that an HTTP API and a function URL send to a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type {
  APIGatewayEventRequestContextIAMAuthorizer,
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from 'aws-lambda';
import { accountId } from '../localAws.ts';
import type { MatchedRoute } from './routeTable.ts';

export type GatewayAuthorizer =
  | APIGatewayEventRequestContextJWTAuthorizer
  | APIGatewayEventRequestContextIAMAuthorizer
  | { lambda: Record<string, unknown> }
  | undefined;

export type GatewayEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: Exclude<GatewayAuthorizer, undefined> | undefined }
>;

export interface GatewayRequest {
  request: IncomingMessage;
  /** As on the wire. */
  rawPath: string;
  rawQuery: string;
  body: Buffer;
  requestId: string;
  match: MatchedRoute;
  authorizer: GatewayAuthorizer;
  nowMs: number;
}

/** A request at a function URL has no route: the function finds it. */
export type UrlRequest = Omit<GatewayRequest, 'match'> & { urlId: string };

/** What differs between an HTTP API and a function URL. */
interface Door {
  apiId: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  path: string;
}

/**
 * Content types that AWS passes on as text. It encodes anything else, and a body without a content type, as base64. AWS
 * does not document text that is not UTF-8; as base64, the function sees what the caller sent.
 */
const textContentType = /^(text\/|application\/(json|javascript|xml)\b)/i;

export function gatewayEvent(request: GatewayRequest): GatewayEvent {
  const { routeKey, pathParameters } = request.match;
  // AWS decodes it, in spite of its name. The route has matched, so decoding works.
  return eventOf(request, { apiId: 'lab', routeKey, pathParameters, path: decodeURIComponent(request.rawPath) });
}

/**
 * A function URL leaves the path as it is on the wire.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function urlEvent({ urlId, ...request }: UrlRequest): GatewayEvent {
  return eventOf(request, { apiId: urlId, routeKey: '$default', pathParameters: {}, path: request.rawPath });
}

function eventOf(received: Omit<GatewayRequest, 'match'>, door: Door): GatewayEvent {
  const { request, rawQuery, body } = received;
  const { routeKey, pathParameters, path } = door;
  const { headers, cookies } = headersAndCookies(request, body);
  const queryStringParameters = parseQuery(rawQuery);
  const isText = body.length === 0 || (textContentType.test(headers['content-type'] ?? '') && isUtf8(body));
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(queryStringParameters && { queryStringParameters }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: requestContext(received, door),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: !isText,
  };
}

function requestContext(
  { request, requestId, authorizer, nowMs }: Omit<GatewayRequest, 'match'>,
  { apiId, routeKey, path }: Door,
): GatewayEvent['requestContext'] {
  return {
    accountId,
    apiId,
    ...(authorizer && { authorizer }),
    domainName: request.headers.host ?? '',
    domainPrefix: apiId,
    http: {
      method: request.method ?? '',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: commonLogTime(nowMs),
    timeEpoch: nowMs,
  };
}

/** Lower-case names, repeated ones joined by commas, without cookies; plus those that API Gateway adds. */
function headersAndCookies(
  request: IncomingMessage,
  body: Buffer,
): { headers: Record<string, string>; cookies: string[] } {
  const { cookie = [], ...distinct } = request.headersDistinct;
  const headers = Object.fromEntries(
    Object.entries(distinct).map(([name, values]) => [name, (values ?? []).join(',')]),
  );
  return {
    headers: {
      ...headers,
      'content-length': String(body.length),
      'x-forwarded-for': request.socket.remoteAddress ?? '',
      'x-forwarded-port': String(request.socket.localPort ?? ''),
      'x-forwarded-proto': 'http',
    },
    cookies: cookie.flatMap((line) => line.split(/; */)).filter(Boolean),
  };
}

/** Decoded; the values of a repeated name are joined by commas. */
function parseQuery(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === '') return undefined;
  const parameters = new URLSearchParams(rawQuery);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]));
}

/** `22/Nov/2026:05:32:24 +0000` */
function commonLogTime(epochMs: number): string {
  const [, day, month, year, time] = new Date(epochMs).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
