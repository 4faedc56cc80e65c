import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import { callAt, isOver } from '../rules/call.ts';
import { type CallRevision, revisionOf } from '../rules/callRevision.ts';
import type { CallRecord } from '../rules/record.ts';
import { noCall } from './changeCall.ts';
import { ringFits } from './ringPayload.ts';

export type ReviseCallPorts = Pick<PlatformPorts, 'clock' | 'log'> & Pick<CallPorts, 'calls' | 'ringChannel'>;

/**
 * Changes what the phones of a living call show: the caller's name and handle, and whether it is a video call. Phones
 * learn of it from their ring tickets and from the call itself, apps of a backend from the event `call.changed`.
 *
 * @param read the call as it was read.
 */
export async function reviseCall(
  { calls, clock, log, ringChannel }: ReviseCallPorts,
  read: CallRecord,
  request: CallRevision,
): Promise<CallRecord | Refusal> {
  const { callId } = read.call;
  log.about({ callId });
  const record = { ...read, call: callAt(read.call, clock.nowMs()) };
  if (isOver(record.call)) return tooLate(record);
  const revision = revisionOf(request);
  if (Object.keys(revision).length === 0) return record;
  if (!ringFits(record.call, { ...record.details, ...revision }, ringChannel)) {
    return refuse('push_too_large', "The call's payload would be over Apple's limit of 5,120 bytes.");
  }
  const revised = await calls.revise(callId, revision, clock.nowMs());
  return revised ?? tooLate((await calls.find(callId)) ?? record);
}

/** A server may change any living call. */
export async function reviseAsServer(
  ports: ReviseCallPorts,
  callId: string,
  request: CallRevision,
): Promise<CallRecord | Refusal> {
  const record = await ports.calls.find(callId);
  return record === undefined ? noCall(callId) : reviseCall(ports, record, request);
}

function tooLate({ call: { state } }: CallRecord): Refusal {
  return refuse('call_state', `The call is ${state}, so it cannot be changed.`, { state });
}
