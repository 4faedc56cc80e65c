/** What callers learn of a broadcast: counts that add up to its audience. */
import { Counter } from './counts.ts';
import { shareBehind } from './ranges.ts';
import type { BroadcastProgress, BroadcastRecord, BroadcastState, WaitingDevices } from './record.ts';

export interface BroadcastReport {
  record: BroadcastRecord;
  state: BroadcastState;
  counts: Record<'devices' | 'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying' | 'waiting', number>;
  /** Epoch milliseconds: when the first and the last of those that wait are pushed to. */
  waitingUntilMs?: { first: number; last: number } | undefined;
  reasons: Readonly<Record<string, number>>;
  /** Share of the audience that is behind, from 0 to 1. */
  progress: number;
  /** Epoch milliseconds: when the last push got its outcome. */
  finishedAtMs?: number | undefined;
}

/**
 * @param progress of its tasks; nothing of it is needed once the record has its final counts.
 * @returns the report of what was sent; a recall has no counts of its own.
 */
export function reportOf(record: BroadcastRecord, progress: BroadcastProgress = nothingYet): BroadcastReport {
  const sent = progress.tasks.filter(({ job }) => job === 'send');
  const lists = progress.retries.filter(({ job }) => job === 'send');
  const counter = new Counter(record.finalCounts);
  for (const { counts } of record.finalCounts === undefined ? [...sent, ...lists] : []) counter.addAll(counts);
  const retrying = lists.reduce((sum, { open }) => sum + open.length, 0);
  const parts = lists.flatMap(({ waiting }) => waiting ?? []);
  const kept = parts.reduce((sum, { devices }) => sum + devices, 0);
  // After a recall nothing is sent any more.
  const waiting = record.recall === undefined ? kept : 0;
  if (kept > waiting) counter.add('skipped', 'recalled', kept);
  const { outcomes, reasons } = counter.counts();
  const { accepted = 0, skipped = 0, rejected = 0, failed = 0 } = outcomes;
  const devices = accepted + skipped + rejected + failed + retrying + waiting;
  const isDone = record.plan !== undefined && sent.filter((task) => task.isDone).length === record.plan.tasks;
  const isFinished =
    record.state === 'finished' ||
    ((record.state === 'running' || record.stoppedBy !== undefined) && isDone && retrying + waiting === 0);
  return {
    record,
    state: isFinished ? 'finished' : record.state,
    counts: {
      devices,
      accepted,
      skipped,
      rejected,
      failed,
      retrying,
      waiting,
    },
    reasons,
    waitingUntilMs: waiting === 0 ? undefined : spanOf(parts),
    progress: isFinished ? 1 : progressOf(record, sent) * (devices === 0 ? 1 : 1 - waiting / devices),
    finishedAtMs: isFinished ? (record.finishedAtMs ?? lastOf([...sent, ...lists])) : undefined,
  };
}

const nothingYet: BroadcastProgress = { tasks: [], retries: [] };

/** When the last of them was written. There can be more of them than a call has arguments. */
function lastOf(written: readonly { atMs: number }[]): number {
  return written.reduce((last, { atMs }) => Math.max(last, atMs), 0);
}

function spanOf(parts: readonly WaitingDevices[]): { first: number; last: number } {
  return parts.reduce(
    ({ first, last }, { dueMs }) => ({ first: Math.min(first, dueMs), last: Math.max(last, dueMs) }),
    { first: Number.POSITIVE_INFINITY, last: 0 },
  );
}

function progressOf({ plan, audience }: BroadcastRecord, sent: BroadcastProgress['tasks']): number {
  if (plan === undefined) return 0;
  const shares = sent.map(({ isDone, cursor, task }) => {
    if (isDone) return 1;
    return cursor === undefined || 'users' in audience ? 0 : shareBehind(cursor, task, plan.tasks);
  });
  return shares.reduce((sum, share) => sum + share, 0) / plan.tasks;
}
