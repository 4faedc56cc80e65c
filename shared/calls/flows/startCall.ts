import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import type { CallReport } from '../rules/record.ts';
import { readCall } from './changeCall.ts';
import { type RingInput, type RingPorts, ring } from './ring.ts';

export interface StartCallInput extends RingInput {
  callId: string;
  /** An earlier request with the same Idempotency-Key died: it may have rung already. */
  takesOver: boolean;
}

/** Rings, unless the request takes over from one that has created the call: its phones must not ring a second time. */
export async function startCall(
  ports: RingPorts,
  { takesOver, ...input }: StartCallInput,
): Promise<CallReport | Refusal> {
  const known = takesOver ? await readCall(ports, input.callId, input.from) : undefined;
  return known === undefined || isRefusal(known) ? ring(ports, input) : known;
}
