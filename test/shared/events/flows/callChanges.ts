/** Changes of calls, as the table's stream brings them. */
import type { Call } from '../../../../shared/calls/rules/call.ts';
import { ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import type { CallRecord } from '../../../../shared/calls/rules/record.ts';
import type { TableChange } from '../../../../shared/events/rules/tableChange.ts';
import { startMs } from '../../../support/factories.ts';

export const expiresAtMs = startMs + 60_000;
export const callId = (n: number) => `c0ffee00-0000-4000-8000-00000000000${n}`;

export function aCallRecord(n = 1, changes: Partial<Call> = {}): CallRecord {
  const call: Call = {
    callId: callId(n),
    from: 'alice',
    state: 'ringing',
    participants: ringingParticipants(['bob'], expiresAtMs),
    createdAtMs: startMs,
    expiresAtMs,
    version: 1,
    ...changes,
  };
  const details = { handle: { type: 'generic', value: 'alice' }, callerName: 'Alice', hasVideo: false } as const;
  return { call, hasVideo: false, details };
}

export const callChange = (before: CallRecord | undefined, after: CallRecord): TableChange => ({
  kind: 'call',
  change: { changeId: `${after.call.callId} ${after.call.version}`, changedAtMs: startMs },
  before,
  after,
});
