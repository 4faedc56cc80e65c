/** Schemas of a route's requests and answers. Validation, types and the OpenAPI document are made from them. */
import type * as z from 'zod/mini';
import type { ApiFunction, KnownRouteKey, RouteKeyOf, routes } from './routes.ts';

export interface Operation {
  path?: z.ZodMiniType;
  query?: z.ZodMiniType;
  /** The relevant request headers, by their names in lower case. */
  headers?: z.ZodMiniType;
  body?: z.ZodMiniType;
  /** By HTTP status; `undefined`: no body. */
  answers: Readonly<Record<number, z.ZodMiniType | undefined>>;
}

export type Operations<F extends ApiFunction> = Readonly<Record<RouteKeyOf<F>, Operation>>;

type OutputOf<S> = S extends z.ZodMiniType ? z.output<S> : undefined;
/** Answers are only read, so readonly values can be answered too. */
type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;
type InputOf<S> = S extends z.ZodMiniType ? DeepReadonly<z.input<S>> : undefined;

/** A request that has passed its route's schemas. On routes of app users it has the user. */
export type ApiRequest<K extends KnownRouteKey, O extends Operation> = {
  /** API Gateway's ID of the request. */
  requestId: string;
  /** Epoch milliseconds: when API Gateway got it, before any cold start. */
  requestedAtMs: number;
  path: OutputOf<O['path']>;
  query: OutputOf<O['query']>;
  headers: OutputOf<O['headers']>;
  body: OutputOf<O['body']>;
} & ((typeof routes)[K]['caller'] extends 'user' ? { userId: string } : unknown);

/** One of the answers that the operation declares. */
export type ApiAnswer<O extends Operation> = {
  [S in keyof O['answers']]: { status: S; body: InputOf<O['answers'][S]> };
}[keyof O['answers']];
