/** Client of Ringpost for browsers, React Native and Node. */
export { createClient } from './client.ts';
export type { components, operations, paths } from './openapi.ts';
export type { ClientOptions, Fetch } from './transport.ts';
export type { Answer, Problem, RequestOf, RequestOptions, RingpostClient, Schemas, ValueOf } from './types.ts';
