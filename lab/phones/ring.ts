import * as z from 'zod/mini';
import type { CallView } from './view.ts';

/** The VoIP payload that the app understands: contract.md, `POST /v1/calls`. Fields may be added, so others pass. */
const ringSchema = z.looseObject({
  ringpost: z.literal(1),
  callId: z.string(),
  handle: z.object({ type: z.string(), value: z.string() }),
  callerName: z.string(),
  hasVideo: z.boolean(),
  /** Epoch seconds. */
  expiresAt: z.number(),
});

/** All that the app needs to report a call to CallKit, read from the payload alone. */
export type Ring = Pick<CallView, 'callId' | 'handle' | 'callerName' | 'hasVideo' | 'expiresAt'>;

/** @returns undefined when the app cannot make a call of it, and so has nothing to report. */
export function readRing(payload: Record<string, unknown>): Ring | undefined {
  const parsed = ringSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { callId, handle, callerName, hasVideo, expiresAt } = parsed.data;
  return { callId, handle, callerName, hasVideo, expiresAt };
}
