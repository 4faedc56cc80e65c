/** A call as answers show it. Apart from `calls.ts`, so that functions that only read calls load nothing of the others. */
import * as z from 'zod/mini';
import { callStates } from '../../calls/rules/callState.ts';
import { endedReasonNames } from '../../calls/rules/endedReason.ts';
import { callHandle, isoTime, targetOutcome, tokenKind } from './common.ts';

export const callState = z.enum(callStates);

/** CXCallEndedReason for the asking device. */
export const endedReason = z.int().check(z.minimum(1), z.maximum(5));
/** Its name, for those who read it. */
export const endedReasonName = z.enum(endedReasonNames);

export const callEvent = z.object({
  at: isoTime,
  event: z.string(),
  userId: z.optional(z.string()),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  reason: z.optional(z.string()),
  /** How often the alert was repeated; `at` is then the time of the last one. */
  count: z.optional(z.int()),
});

export const participant = z.object({ userId: z.string(), state: callState });

export const call = z.object({
  callId: z.string(),
  state: callState,
  from: z.string(),
  groupId: z.optional(z.string()),
  hasVideo: z.boolean(),
  callerName: z.optional(z.string()),
  handle: z.optional(callHandle),
  participants: z.array(participant),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedReason: z.optional(endedReason),
  endedReasonName: z.optional(endedReasonName),
  /** For the caller only, like the timeline. */
  targets: z.optional(z.array(targetOutcome)),
  timeline: z.optional(z.array(callEvent)),
});
