/** Pushes that APNs wanted later, or did not answer: a list of devices, which the table holds. */
import { inBatches } from '../../platform/inBatches.ts';
import { PushTally } from '../../push/rules/pushTally.ts';
import { nextMessageAttemptSeconds } from '../../push/rules/retryPlan.ts';
import { Counter } from '../rules/counts.ts';
import { type BroadcastRecord, mayRun, type RetryName, type RetryTarget } from '../rules/record.ts';
import { pushRow, type RowPushing, type RowResult } from './pushRow.ts';
import { type BroadcastTime, reportPushes, type SendTaskPorts } from './sendTask.ts';
import { readUsers, rowsOfUser } from './targets.ts';

/** A request reads a hundred users. */
const devicesAtOnce = 100;

/** @returns `held` if the queue must deliver the task again later. */
export async function retryList(ports: SendTaskPorts, name: RetryName, time: BroadcastTime): Promise<'done' | 'held'> {
  const { broadcastId, job } = name;
  ports.log.about({ broadcastId, task: name.task, list: name.list });
  const nowMs = ports.clock.nowMs();
  const record = await ports.broadcasts.find(broadcastId);
  if (record === undefined || !mayRun(record, job)) return 'done';
  const claimed = await ports.broadcasts.claimRetries(name, time.lease, nowMs);
  if (claimed === undefined || claimed === 'held') return claimed ?? 'done';

  const pushing: RowPushing = { record, job, tally: new PushTally() };
  const counter = new Counter(claimed.counts);
  const attemptsMade = claimed.attemptsMade + 1;
  const delaySeconds = nextMessageAttemptSeconds(attemptsMade);
  const open: RetryTarget[] = [];
  for (const [batch, targets] of inBatches(claimed.open, devicesAtOnce).entries()) {
    // Between two batches somebody may have stopped it: the rest stays open.
    if (batch > 0 && !(await isStillRunning(ports, record, pushing))) {
      open.push(...targets);
      continue;
    }
    const results = await pushAgain(ports, pushing, targets);
    for (const [index, { outcome, reason }] of results.entries()) {
      const target = targets[index];
      if (outcome !== 'retrying') counter.add(outcome, outcome === 'accepted' ? undefined : reason);
      else if (delaySeconds === undefined) counter.add('failed', reason);
      else if (target !== undefined) open.push(target);
    }
  }
  reportPushes(ports, pushing);
  const list = { open, attemptsMade, counts: counter.counts() };
  if (!(await ports.broadcasts.saveRetries(name, time.lease.holder, list))) return 'done';
  if (open.length > 0) {
    const task = { task: 'retry', broadcastId, job, number: name.task, list: name.list } as const;
    await ports.broadcastQueue.enqueue([task], delaySeconds ?? 0);
  }
  return 'done';
}

async function isStillRunning(
  { broadcasts }: SendTaskPorts,
  { broadcastId }: BroadcastRecord,
  { job }: RowPushing,
): Promise<boolean> {
  const record = await broadcasts.find(broadcastId);
  return record !== undefined && mayRun(record, job);
}

/** Devices are read again: the token may have changed, and the user may have logged out. */
async function pushAgain(
  ports: SendTaskPorts,
  pushing: RowPushing,
  targets: readonly RetryTarget[],
): Promise<RowResult[]> {
  const userIds = [...new Set(targets.map(({ userId }) => userId))];
  const recipients = new Map((await readUsers(ports, userIds)).map((recipient) => [recipient.userId, recipient]));
  return Promise.all(
    targets.map(({ userId, deviceId }): RowResult | Promise<RowResult> => {
      const recipient = recipients.get(userId);
      if (recipient?.fault !== undefined) return { outcome: 'failed', reason: 'unreadable' };
      const rows = recipient === undefined ? [] : rowsOfUser(pushing.record.appId, recipient);
      const row = rows.find((each) => each.deviceId === deviceId);
      return row === undefined ? { outcome: 'skipped', reason: 'no_device' } : pushRow(ports, pushing, row);
    }),
  );
}
