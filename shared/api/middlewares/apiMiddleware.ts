/** What the middlewares of the API functions have in common. `stack.ts` puts them in their order. */
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Refusal } from '../../platform/refusal.ts';
import type { Operation } from '../operation.ts';
import type { Problem } from '../problem.ts';
import type { KnownRouteKey } from '../routes.ts';

export type HttpAnswer = APIGatewayProxyStructuredResultV2;

/** A request that has passed the schemas of its operation. */
export interface AnyRequest {
  /** API Gateway's ID of the request. */
  requestId: string;
  /** Epoch milliseconds: when API Gateway got it, before any cold start. */
  requestedAtMs: number;
  path: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  /** Absent on routes that are not for users. */
  userId?: string;
}

/** Answer of an endpoint: a body of its operation, by status. */
export interface AnyAnswer {
  status: number;
  body: unknown;
}

/** API Gateway's event, with what the middlewares have made of it so far. */
export interface ApiEvent extends APIGatewayProxyEventV2 {
  /** ID of the user who sends it; absent before `identity`, and on routes that are not for users. */
  userId?: string;
  /** JSON of the body; absent before `jsonBody`, and if there is none. */
  json?: unknown;
  /** Absent before `validation`. */
  request?: AnyRequest;
}

/** What the middlewares of one request pass to each other besides the event. */
type Notes = {
  /** Why the request was refused. */
  problem?: Problem;
};

export type ApiMiddleware = MiddlewareObj<ApiEvent, AnyAnswer | Refusal | HttpAnswer, Error, Context, Notes>;

/** @throws Error if the function has no such operation: only a half-deployed stack routes such a request to it. */
export type OperationOf = (event: ApiEvent) => Operation;

/** API Gateway routes nothing but `routes`. */
export function routeKeyOf({ routeKey }: ApiEvent): KnownRouteKey {
  return routeKey as KnownRouteKey;
}
