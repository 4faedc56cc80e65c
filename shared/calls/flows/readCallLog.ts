import type { PlatformPorts } from '../../platform/ports.ts';
import type { CallPorts } from '../ports.ts';
import { callAt, isParticipant } from '../rules/call.ts';
import type { LoggedCall } from '../rules/record.ts';

export interface CallLog {
  calls: LoggedCall[];
  /** Where the next page begins; undefined on the last one. */
  next?: string | undefined;
}

/** A Lambda answer has at most 6 MB. Calls of 50 users with long IDs have some 80 KB each. */
const maxPageBytes = 2_000_000;

/**
 * A page of the calls that a user made or received, newest first, each in its current state. It ends before its limit
 * if it would be too large.
 */
export async function readCallLog(
  { callLog, clock }: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'callLog'>,
  userId: string,
  limit: number,
  after?: string,
): Promise<CallLog> {
  const { entries, next } = await callLog.list(userId, limit, after);
  const records = await callLog.calls(entries.map(({ callId }) => callId));
  const byId = new Map(records.map((record) => [record.call.callId, record]));
  const calls: LoggedCall[] = [];
  let bytes = 0;
  for (const [index, { callId }] of entries.entries()) {
    const record = byId.get(callId);
    // A deleted call leaves its log entry for a while: both have their own time to live.
    if (record === undefined || !isParticipant(record.call, userId)) continue;
    bytes += Buffer.byteLength(JSON.stringify(record.call));
    const last = entries[index - 1];
    if (bytes > maxPageBytes && calls.length > 0 && last !== undefined) return { calls, next: callLog.placeOf(last) };
    calls.push({ ...record, call: callAt(record.call, clock.nowMs()) });
  }
  return { calls, next };
}
