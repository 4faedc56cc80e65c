import { shownName } from '../../platform/visibleText.ts';
import type { CallHandle } from '../offlinePush.ts';

/** CallKit's capabilities of a call (CXCallUpdate); absent means CallKit's own default. */
export interface CallCapabilities {
  supportsHolding?: boolean | undefined;
  supportsGrouping?: boolean | undefined;
  supportsUngrouping?: boolean | undefined;
  supportsDTMF?: boolean | undefined;
}

/**
 * What the app receives to ring: everything that it must report to CallKit, because a fetch before reporting is what
 * makes iOS kill apps (Apple: "Responding to VoIP notifications from PushKit").
 */
export interface VoipPayload extends CallCapabilities {
  /** Version of this shape. */
  ringpost: 1;
  /** The call's UUID, the same on every phone that rings and on every later event. */
  callId: string;
  handle: CallHandle;
  callerName: string;
  hasVideo: boolean;
  /** Epoch seconds. */
  sentAt: number;
  /** Epoch seconds. The phone rings for `expiresAt` minus `sentAt` from the arrival of the push, whatever its clock shows. */
  expiresAt: number;
  /** For `GET /v1/rings/{ticket}`. A message that rings is not a call, and has none. */
  ticket?: string | undefined;
  /** Where the phone hears that the ring is over, with its ticket; absent where it has to ask. */
  live?: LiveChannel | undefined;
  ext?: unknown;
}

/** A channel of AppSync Events. */
export interface LiveChannel {
  /** `wss://…/event/realtime`. */
  url: string;
  /** What `authorization` names as `host`. */
  host: string;
  channel: string;
}

/** Contents of a call: the same on every phone that it rings, now or after a later invitation. */
export interface CallDetails {
  handle: CallHandle;
  callerName: string;
  hasVideo: boolean;
  capabilities?: CallCapabilities | undefined;
  ext?: unknown;
}

export interface RingDetails {
  callId: string;
  from: string;
  handle?: CallHandle | undefined;
  /** From `shownName`. If absent, the caller's nickname, or without one the user ID. */
  callerName?: string | undefined;
  hasVideo: boolean;
  capabilities?: CallCapabilities | undefined;
  ext?: unknown;
  sentAtMs: number;
  expiresAtMs: number;
  ticket?: string | undefined;
  live?: LiveChannel | undefined;
}

export function voipPayload(ring: RingDetails, nickname: string | undefined): VoipPayload {
  return {
    ringpost: 1,
    callId: ring.callId,
    handle: ring.handle ?? { type: 'generic', value: ring.from },
    callerName: ring.callerName ?? shownName(nickname) ?? ring.from,
    hasVideo: ring.hasVideo,
    ...ring.capabilities,
    sentAt: Math.floor(ring.sentAtMs / 1000),
    expiresAt: Math.ceil(ring.expiresAtMs / 1000),
    ticket: ring.ticket,
    live: ring.live,
    ext: ring.ext,
  };
}
