import type { Device } from '../../devices/rules/device.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import {
  applyCallAction,
  applyServerAction,
  type CallAction,
  type CallActor,
  callAt,
  isOver,
  isParticipant,
  type ServerCallAction,
  type Transition,
} from '../rules/call.ts';
import type { CallRecord, CallReport } from '../rules/record.ts';
import { hasReacted } from '../rules/reported.ts';
import { countMissedReports, type ReportPorts } from './countMissedReports.ts';
import { type Attempt, updateCall } from './updateCall.ts';

export type ChangeCallPorts = ReportPorts & Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'calls'>;

/**
 * The current call, for one of its participants; for other users it does not exist. Everything that is known about it,
 * in one request.
 */
export async function readCall(
  ports: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'calls'>,
  callId: string,
  userId: string,
): Promise<CallReport | Refusal> {
  return asSeenBy(await ports.calls.report(callId), callId, userId, ports.clock.nowMs());
}

/** The current call, for a server: any call. */
export async function readAnyCall(
  ports: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'calls'>,
  callId: string,
): Promise<CallReport | Refusal> {
  const report = await ports.calls.report(callId);
  return report === undefined ? noCall(callId) : { ...report, call: callAt(report.call, ports.clock.nowMs()) };
}

export function asSeenBy<R extends CallRecord>(
  record: R | undefined,
  callId: string,
  userId: string,
  nowMs: number,
): R | Refusal {
  if (record === undefined || !isParticipant(record.call, userId)) {
    return unknownCall(callId);
  }
  return { ...record, call: callAt(record.call, nowMs) };
}

export function unknownCall(callId: string): Refusal {
  return refuse('unknown_call', `You do not have a call ${callId}.`);
}

export function noCall(callId: string): Refusal {
  return refuse('unknown_call', `There is no call ${callId}.`);
}

interface Change {
  isWritten?: true | undefined;
  answer: CallRecord | Refusal;
}

/**
 * Answers, declines, cancels, leaves or ends. Of two concurrent actions one wins, and the other gets a refusal.
 * @param read the call and the actor's device, if they have been read already.
 */
export async function changeCall(
  ports: ChangeCallPorts,
  callId: string,
  action: CallAction,
  actor: CallActor,
  read: { record?: CallRecord | undefined; device?: Device | undefined } = {},
): Promise<CallRecord | Refusal> {
  ports.log.about({ callId });
  const { isWritten, answer } = await updateCall<Change>(
    ports,
    callId,
    (stored) => {
      const nowMs = ports.clock.nowMs();
      const record = asSeenBy(stored, callId, actor.userId, nowMs);
      return 'refusal' in record
        ? { result: { answer: record } }
        : attempt(record, action, applyCallAction(record.call, action, actor, nowMs));
    },
    read.record,
  );
  if (isWritten && 'call' in answer) {
    if (read.device !== undefined) await settleReaction(ports, answer, read.device);
    await countAfterEnd(ports, answer);
  }
  return answer;
}

/** A server cancels or ends a call for everybody in it. */
export async function changeCallAsServer(
  ports: ChangeCallPorts,
  callId: string,
  action: ServerCallAction,
): Promise<CallRecord | Refusal> {
  ports.log.about({ callId });
  const { isWritten, answer } = await updateCall<Change>(ports, callId, (stored) => {
    if (stored === undefined) return { result: { answer: noCall(callId) } };
    const transition = applyServerAction(stored.call, action, ports.clock.nowMs());
    return attempt({ ...stored, call: transition.call }, action, transition);
  });
  if (isWritten && 'call' in answer) await countAfterEnd(ports, answer);
  return answer;
}

/** @param record with the call as it is before the transition. */
function attempt(record: CallRecord, action: CallAction, transition: Transition): Attempt<Change> {
  const { state } = transition.call;
  switch (transition.kind) {
    case 'unchanged':
      return { result: { answer: record } };
    case 'wrong_side': {
      const side = action === 'cancel' ? 'caller' : 'callee';
      return { result: { answer: refuse('call_side', `Only the ${side} may ${action} this call.`, { state }) } };
    }
    case 'other_device': {
      const detail = `You answered this call on another device, so only that one may ${action} it.`;
      return { result: { answer: refuse('call_state', detail, { state }) } };
    }
    case 'too_late':
      return {
        result: { answer: refuse('call_state', `The call is ${state}, so you cannot ${action} it.`, { state }) },
      };
    case 'changed': {
      return { write: transition.call, result: (answer) => ({ isWritten: true, answer }) };
    }
  }
}

/** A phone that acts on a call shows that its app runs: that counts as a report, and settles what it has missed. */
async function settleReaction(ports: ReportPorts, { call }: CallRecord, device: Device): Promise<void> {
  if (device.reports?.missedReports === undefined || !hasReacted(call, device)) return;
  try {
    await ports.reports.settle(device, call.createdAtMs);
  } catch (error) {
    ports.log.error('missed reports not settled', { callId: call.callId, ...errorFields(error) });
  }
}

/** The change is written: no later failure may undo it. */
export async function countAfterEnd(ports: ReportPorts, record: CallRecord): Promise<void> {
  if (!isOver(record.call)) return;
  try {
    await countMissedReports(ports, await ports.calls.report(record.call.callId));
  } catch (error) {
    ports.log.error('missed reports not counted', { callId: record.call.callId, ...errorFields(error) });
  }
}
