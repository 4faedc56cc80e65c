import type { PlatformPorts } from '../../platform/ports.ts';
import type { CallPorts } from '../ports.ts';
import type { Call } from '../rules/call.ts';
import type { CallRecord } from '../rules/record.ts';
import { timed } from '../rules/times.ts';

/** Result for a call that was read: a change to write, unless it was changed in the meantime, or nothing. */
export type Attempt<R> = { write: Call; result: (written: CallRecord) => R } | { result: R };

/** Losing a round means another change was written, and a call can change only so often. */
const rounds = 200;

/**
 * Reads a call and writes what `attempt` makes of it, until no other writer was faster.
 * @param known what has been read already, for the first round.
 */
export async function updateCall<R>(
  { calls, clock }: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'calls'>,
  callId: string,
  attempt: (record: CallRecord | undefined) => Attempt<R>,
  known?: CallRecord,
): Promise<R> {
  for (let round = 1; round <= rounds; round += 1) {
    const record = round === 1 && known !== undefined ? known : await calls.find(callId);
    const made = attempt(record);
    if (!('write' in made)) return made.result;
    if (record === undefined) throw new Error(`there is no call ${callId} to change`);
    const call = await calls.change(record.call, timed(record.call, made.write, clock.nowMs()));
    if (call !== undefined) return made.result({ ...record, call });
  }
  throw new Error(`call ${callId} changed ${rounds} times during one change`);
}
