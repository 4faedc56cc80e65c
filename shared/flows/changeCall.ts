import { applyCallAction, type CallAction, type CallActor, callAt, isParticipant } from '../rules/call.ts';
import type { CallRecord, Ports } from './ports.ts';
import { type Refusal, refuse } from './refusal.ts';

type CallPorts = Pick<Ports, 'clock' | 'calls'>;

/** The call as it stands now, for one of its participants; for anybody else there is no such call. */
export async function readCall(ports: CallPorts, callId: string, userId: string): Promise<CallRecord | Refusal> {
  const record = await ports.calls.find(callId);
  if (record === undefined || !isParticipant(record.call, userId)) {
    return refuse('unknown_call', `There is no call ${callId} of yours.`);
  }
  return { ...record, call: callAt(record.call, ports.clock.nowMs()) };
}

/** Each round that is lost means that another phone's change was written, and a call has few changes. */
const rounds = 8;

/** Answers, declines, cancels or ends. Of two that come in the same instant one wins, and the other is told. */
export async function changeCall(
  ports: CallPorts,
  callId: string,
  action: CallAction,
  actor: CallActor,
): Promise<CallRecord | Refusal> {
  for (let round = 1; round <= rounds; round += 1) {
    const record = await readCall(ports, callId, actor.userId);
    if ('refusal' in record) return record;
    const transition = applyCallAction(record.call, action, actor, ports.clock.nowMs());
    const { state } = transition.call;
    switch (transition.kind) {
      case 'unchanged':
        return record;
      case 'wrong_side':
        return refuse('call_side', `Only the ${action === 'cancel' ? 'caller' : 'callee'} may ${action} this call.`, {
          state,
        });
      case 'too_late':
        return refuse('call_state', `The call is ${state}, so you cannot ${action} it.`, { state });
      case 'changed':
        if (await ports.calls.replaceState(transition.call, record.call.version)) {
          return { ...record, call: transition.call };
        }
    }
  }
  throw new Error(`call ${callId} was changed ${rounds} times while one ${action} was tried`);
}
