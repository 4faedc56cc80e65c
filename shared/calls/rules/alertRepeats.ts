/**
 * How long a phone that is rung by alerts gets another one, again and again. As long as one with CallKit rings: iOS stops
 * after about a minute, whatever the call's own deadline is. Whoever has not come by then is not fetched by a sound.
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
