import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import { type Call, callAt, participantOf } from '../rules/call.ts';
import type { CallRecord } from '../rules/record.ts';
import { readRecipients } from './callRecipients.ts';
import type { RingCalleesPorts } from './ringCallees.ts';

export type CreateCallPorts = RingCalleesPorts & Pick<CallPorts, 'calls'>;

/** Each time, the other side must have started another call in between. */
const rounds = 5;

/**
 * Writes the call. If its only callee is calling its caller right now, there is no second call: of two concurrent ones
 * the first to be written rings, and the other caller learns its ID and answers it.
 */
export async function createCall(
  ports: CreateCallPorts,
  record: CallRecord,
  callees: readonly string[],
): Promise<'created' | Refusal> {
  const { callId, groupId, from } = record.call;
  const known = refuse('call_exists', `A call ${callId} already exists.`);
  const [callee, ...others] = callees;
  if (groupId !== undefined || callee === undefined || others.length > 0) {
    return (await ports.calls.create(record)) ? 'created' : known;
  }
  let over: string | undefined;
  for (let round = 1; ; round += 1) {
    const created = await ports.calls.createBetween(record, callee, over);
    if (created === 'created') return created;
    if (created === 'exists') return known;
    const other = await ports.calls.find(created.rings);
    const isLive = other !== undefined && (await rings(ports, other, from));
    if (isLive || round === rounds) return glare(callee, created.rings);
    over = created.rings;
  }
}

/** Not the call of a user whom the callee has blocked: it rings nowhere, and nobody may learn of it. */
async function rings(ports: CreateCallPorts, record: CallRecord, userId: string): Promise<boolean> {
  const call: Call = callAt(record.call, ports.clock.nowMs());
  if (participantOf(call, userId)?.state !== 'ringing') return false;
  const [recipient] = await readRecipients(ports, record, [userId]);
  return !recipient?.hasBlockedSender;
}

function glare(callee: string, callId: string): Refusal {
  return refuse('glare', `${callee} is calling you right now.`, { callId, state: 'ringing' });
}
