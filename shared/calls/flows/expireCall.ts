import type { CallPorts } from '../ports.ts';
import { expire, isOver } from '../rules/call.ts';
import type { CallRecord, CallTimer } from '../rules/record.ts';
import { countMissedReports, type ReportPorts } from './countMissedReports.ts';
import { type CountRingsPorts, countRings } from './countRings.ts';
import { updateCall } from './updateCall.ts';

export type ExpireCallPorts = ReportPorts & CountRingsPorts & Pick<CallPorts, 'callTimers'>;

/**
 * Ends the ringing of callees who have not answered by now. Runs at least once for each deadline of a call; a timer
 * that comes early, as clocks differ, is set again.
 */
export async function expireCall(ports: ExpireCallPorts, timer: CallTimer): Promise<void> {
  const { callId, dueAtMs } = timer;
  if (ports.clock.nowMs() < dueAtMs) {
    const [refused] = await ports.callTimers.schedule([timer]);
    if (refused !== undefined) throw new Error(`could not set the timer of call ${callId} again`);
    return;
  }
  const record = await updateCall<CallRecord | undefined>(ports, callId, (read) => {
    if (read === undefined) return { result: undefined };
    const nowMs = ports.clock.nowMs();
    const call = expire(read.call, nowMs);
    if (call === undefined) return { result: read };
    return { write: call, result: (written) => written };
  });
  if (record === undefined) return;
  const report = await ports.calls.report(callId);
  // Also for an answered call: no app has to report that it has ended.
  const isFinished = isOver(record.call) || record.call.expiresAtMs <= ports.clock.nowMs();
  if (isFinished) await countMissedReports(ports, report);
  await countRings(ports, report, dueAtMs);
}
