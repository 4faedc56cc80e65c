/**
 * Makes an HTTP response from the result of a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { ServerResponse } from 'node:http';
import { type Problem, problemContentType } from '../../../shared/api/problem.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { internalError } from './problems.ts';

export interface GatewayResponse {
  status: number;
  contentType: string;
  /** The other headers. */
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** Headers of the connection itself: API Gateway ignores them in a function's answer. */
const ownHeaders = new Set(['content-length', 'transfer-encoding', 'connection']);

/** Without a `statusCode`, the whole result is the body of a 200. */
export function functionResponse(value: unknown): GatewayResponse {
  if (!isRecord(value) || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return { status: 200, contentType: 'application/json', headers: {}, body: Buffer.from(body) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = value;
  const status = Number(statusCode);
  const isResponse =
    Number.isInteger(status) && status >= 200 && status <= 599 && typeof body === 'string' && isRecord(headers);
  if (!isResponse || !Array.isArray(cookies)) {
    return problemResponse(internalError(502, 'The function did not return a valid response.'));
  }
  const { 'content-type': contentType = 'text/plain; charset=utf-8', ...otherHeaders } = lowerCaseNames(headers);
  return {
    status,
    contentType,
    headers: { ...otherHeaders, ...setCookie(cookies) },
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function lowerCaseNames(headers: Record<string, unknown>): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return Object.fromEntries(named.filter(([name]) => !ownHeaders.has(name)));
}

function setCookie(cookies: readonly unknown[]): Record<string, string[]> {
  return cookies.length > 0 ? { 'set-cookie': cookies.map(String) } : {};
}

export function problemResponse(problem: Problem): GatewayResponse {
  return {
    status: problem.status,
    contentType: problemContentType,
    headers: {},
    body: Buffer.from(JSON.stringify(problem)),
  };
}

/** @param requestId goes into the header in which the real HTTP API has it. */
export function writeResponse(response: ServerResponse, answer: GatewayResponse, requestId: string): void {
  const { status, contentType, headers, body } = answer;
  const isEmpty = status === 204 || status === 304;
  const bodyHeaders = isEmpty ? {} : { 'content-type': contentType, 'content-length': body.length };
  response.writeHead(status, { ...headers, ...bodyHeaders, 'apigw-requestid': requestId });
  response.end(isEmpty ? undefined : body);
}
