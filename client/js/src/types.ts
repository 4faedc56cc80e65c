/** What each method takes and answers, worked out from the OpenAPI document. */
import type { components, operations } from './openapi.ts';
import type { OperationId } from './routes.ts';

export type Schemas = components['schemas'];

/** One list of fields for people to read, in place of an intersection. What may be left out may also be undefined. */
type Flat<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };
type OrNothing<T> = [T] extends [never] ? unknown : T;
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : unknown;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? OrNothing<NonNullable<Q>> : unknown;
type JsonOf<R> = R extends { content: { 'application/json': infer J } } ? J : undefined;
type BodyOf<O> = O extends { requestBody?: infer R } ? OrNothing<JsonOf<NonNullable<R>>> : unknown;

/** Parameters of the path and the query, and the fields of the body, all in one object. */
export type RequestOf<K extends OperationId> = Flat<
  Omit<PathOf<operations[K]> & QueryOf<operations[K]> & BodyOf<operations[K]>, 'explain'>
>;

type ResponsesOf<K extends OperationId> = operations[K]['responses'];
type GoodStatus = 200 | 201 | 202 | 204;
type GoodAnswers<K extends OperationId> = {
  [S in keyof ResponsesOf<K> & GoodStatus]: JsonOf<ResponsesOf<K>[S]>;
}[keyof ResponsesOf<K> & GoodStatus];

/** What a request that was carried out answers. A send never answers an explanation: that is a method of its own. */
export type ValueOf<K extends OperationId> = Exclude<
  GoodAnswers<K>,
  Schemas['MessageExplanation'] | Schemas['CallExplanation']
>;

type ProblemJsonOf<R> = R extends { content: { 'application/problem+json': { code: infer C extends string } } }
  ? C
  : never;

/** The codes that the operation lists. */
export type ListedCodeOf<K extends OperationId> = {
  [S in Exclude<keyof ResponsesOf<K>, GoodStatus | '5XX'>]: ProblemJsonOf<ResponsesOf<K>[S]>;
}[Exclude<keyof ResponsesOf<K>, GoodStatus | '5XX'>];

/** What this client says itself, where Ringpost has said nothing. */
export type ClientCode = 'unreachable' | 'aborted' | 'no_token' | 'not_understood';

/** Later versions of a stage may have more codes. */
type OtherCode = string & Record<never, never>;

export type Problem<Code extends string = string> = Omit<Schemas['Problem'], 'code'> & {
  /** Stable: branch on it. */
  code: Code | ClientCode | OtherCode;
};

/** What became of a request. Only a mistake in the program is thrown. */
export type Answer<Value, Code extends string = string> =
  | { ok: true; status: number; value: Value }
  | { ok: false; status: number; problem: Problem<Code> };

export interface RequestOptions {
  /** Ends the request, also between two tries. */
  signal?: AbortSignal | undefined;
  /** For a send or a call that is repeated after a restart of the app. By default each request has a new one. */
  idempotencyKey?: string | undefined;
}

// biome-ignore lint/complexity/noBannedTypes: `{}` asks whether every field is optional.
type Method<Request, Value, Code extends string> = {} extends Request
  ? (request?: Request, options?: RequestOptions) => Promise<Answer<Value, Code>>
  : (request: Request, options?: RequestOptions) => Promise<Answer<Value, Code>>;

/** One method for each operation of app users. */
export type Methods = { readonly [K in OperationId]: Method<RequestOf<K>, ValueOf<K>, ListedCodeOf<K>> };

export interface RingpostClient extends Methods {
  /** What {@link sendMessage} would do, without doing it. */
  readonly explainMessage: Method<RequestOf<'sendMessage'>, Schemas['MessageExplanation'], ListedCodeOf<'sendMessage'>>;
  /** What {@link startCall} would do, without doing it. */
  readonly explainCall: Method<RequestOf<'startCall'>, Schemas['CallExplanation'], ListedCodeOf<'startCall'>>;
}
