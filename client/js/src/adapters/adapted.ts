import type { Schemas } from '../types.ts';

export type OfflinePush = Schemas['OfflinePush'];
export type MessageBody = Schemas['SendMessageAsUserRequest'];
export type CallBody = Schemas['StartCallAsUserRequest'];

/** A field of another provider's request that does not come along. */
export interface NotCarried {
  /** Names with dots between them: `ApnsInfo.Sound`. */
  field: string;
  /** A whole sentence. */
  reason: string;
}

/** A request to Ringpost, as a server of the team sends it. */
export type AdaptedRequest =
  | { route: 'POST /v1/server/messages'; body: MessageBody }
  | { route: 'POST /v1/server/calls'; body: CallBody };

export interface Adapted {
  /** Undefined if the request is for no phone of Apple, names no sender or recipient, or is unreadable: see `notCarried`. */
  request: AdaptedRequest | undefined;
  /** Every field that is not in the request. Nothing is dropped without being listed here. */
  notCarried: readonly NotCarried[];
}

/** What the other provider's request does not say, because it is addressed to tokens. */
export interface Parties {
  from: string;
  to: MessageBody['to'];
}

/** Another provider's object: the fields that its documentation has, and whatever else is in it. */
export type Foreign<Known> = Known & { readonly [field: string]: unknown };
