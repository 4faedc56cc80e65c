/** Client of Ringpost for browsers, React Native and Node. */
export { createClient } from './client.ts';
export { type FollowRingOptions, followRing, type RingState } from './followRing.ts';
export type { components, operations, paths } from './openapi.ts';
export {
  type LiveChannel,
  listenToRing,
  type OpenSocket,
  type RingChannelEvent,
  type RingChannelListener,
  type Socket,
} from './ringChannel.ts';
export type { ClientOptions, Fetch } from './transport.ts';
export type { Answer, Problem, RequestOf, RequestOptions, RingpostClient, Schemas, ValueOf } from './types.ts';
