/**
 * How long a phone that rings by alerts gets repeated ones. As long as one with CallKit rings: iOS stops after about a
 * minute, whatever the call's own deadline is. A user who has not come by then does not come for a sound.
 */
import type { Call, Participant } from './call.ts';

const ringsForMs = 60_000;

/** Epoch milliseconds: none is sent from then on. */
export function alertsRepeatUntilMs(
  { createdAtMs }: Pick<Call, 'createdAtMs'>,
  { times, expiresAtMs }: Pick<Participant, 'times' | 'expiresAtMs'>,
): number {
  return Math.min(expiresAtMs, (times?.ringing ?? createdAtMs) + ringsForMs);
}
