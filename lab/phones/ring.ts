import * as z from 'zod/mini';
import type { CallState } from '../../shared/calls/rules/call.ts';
import { callStates } from '../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';
import type { LiveChannel } from './ringListener.ts';
import type { CallView } from './view.ts';

/** Fields of both ways of ringing: docs/calls.md, "What the app does". Fields may be added, so unknown ones pass. */
const ringSchema = z.looseObject({
  callId: z.string(),
  handle: z.object({ type: z.string(), value: z.string() }),
  callerName: z.string(),
  hasVideo: z.boolean(),
  supportsHolding: z.optional(z.boolean()),
  /** Epoch seconds, by the server's clock. */
  sentAt: z.number(),
  expiresAt: z.number(),
  /** For `GET /v1/rings/{ticket}`. */
  ticket: z.optional(z.string()),
  live: z.optional(z.looseObject({ url: z.string(), host: z.string(), channel: z.string() })),
});

const voipSchema = z.extend(ringSchema, { ringpost: z.literal(1) });
const alertSchema = z.looseObject({ ringpost: ringSchema });

const stoppedSchema = z.looseObject({
  aps: z.looseObject({ 'content-available': z.literal(1) }),
  ringpost: z.looseObject({
    callId: z.string(),
    state: z.enum(callStates),
    endedReason: z.literal([1, 2, 3, 4, 5] satisfies EndedReason[]),
  }),
});

const reportedSchema = z.looseObject({
  aps: z.looseObject({ 'content-available': z.literal(1) }),
  ringpost: z.looseObject({ callId: z.string(), reported: z.literal(true) }),
});

/** Call whose ring alert goes, because the app has reported it. @returns undefined for every other push. */
export function readReportedRing(payload: Record<string, unknown>): string | undefined {
  return reportedSchema.safeParse(payload).data?.ringpost.callId;
}

const missedCallSchema = z.looseObject({
  ringpost: z.looseObject({ callId: z.string(), missedCall: z.literal(true) }),
});

/** Call of a missed-call alert. @returns the call's ID; undefined for every other alert. */
export function readMissedCall(payload: Record<string, unknown>): string | undefined {
  return missedCallSchema.safeParse(payload).data?.ringpost.callId;
}

/** Everything that the app needs to report a call to CallKit, read from the payload alone. */
export interface Ring extends Pick<CallView, 'callId' | 'handle' | 'callerName' | 'hasVideo' | 'supportsHolding'> {
  /** How long it rings, counted from now. The phone's date has no part in it: it may be wrong. */
  ringSeconds: number;
  ticket?: string | undefined;
  live?: LiveChannel | undefined;
}

/** The end of a ring, from a background push. */
export interface StoppedRing {
  callId: string;
  state: CallState;
  endedReason: EndedReason;
}

/** Ring of a VoIP push. @returns undefined if the app cannot make a call of it, and so has nothing to report. */
export function readRing(payload: Record<string, unknown>): Ring | undefined {
  const parsed = voipSchema.safeParse(payload);
  return parsed.success ? ringOf(parsed.data) : undefined;
}

/** Ring of an alert that replaces a VoIP push. @returns undefined for every other alert. */
export function readAlertRing(payload: Record<string, unknown>): Ring | undefined {
  const parsed = alertSchema.safeParse(payload);
  return parsed.success ? ringOf(parsed.data.ringpost) : undefined;
}

/** End of a ring, from a background push. @returns undefined for every other one. */
export function readStoppedRing(payload: Record<string, unknown>): StoppedRing | undefined {
  const parsed = stoppedSchema.safeParse(payload);
  return parsed.success ? parsed.data.ringpost : undefined;
}

function ringOf(data: z.infer<typeof ringSchema>): Ring {
  const { callId, handle, callerName, hasVideo, sentAt, expiresAt, ticket, live, supportsHolding = true } = data;
  return { callId, handle, callerName, hasVideo, supportsHolding, ringSeconds: expiresAt - sentAt, ticket, live };
}
