/** Pushes that APNs wanted later, or did not answer: a list of devices, which the table holds. */
import { fanOut } from '../../delivery/flows/fanOut.ts';
import type { AudienceRow } from '../../devices/rules/audienceRow.ts';
import { inBatches } from '../../platform/inBatches.ts';
import { PushTally } from '../../push/rules/pushTally.ts';
import { nextMessageAttemptSeconds } from '../../push/rules/retryPlan.ts';
import { type BroadcastUse, noUse } from '../rules/cost.ts';
import { Counter, count } from '../rules/counts.ts';
import {
  mayRun,
  type RetryList,
  type RetryName,
  type RetryTarget,
  type RetryTask,
  type WaitingDevices,
} from '../rules/record.ts';
import { pushRow, type RowPushing, type RowResult } from './pushRow.ts';
import {
  addUse,
  type BroadcastTime,
  busySeconds,
  firstRetrySeconds,
  reportPushes,
  retryTarget,
  type SendTaskPorts,
} from './sendTask.ts';
import { readUsers, rowsOfUser } from './targets.ts';
import { keepWaiting } from './waiting.ts';
import { watchBroadcast } from './watchBroadcast.ts';

/** A request reads a hundred users. */
const devicesAtOnce = 100;

/** A device of the list as it is now. */
type OpenDevice = { target: RetryTarget } & ({ row: AudienceRow } | { result: RowResult });

/** @returns `held` if the queue must deliver the task again later. */
export async function retryList(ports: SendTaskPorts, task: RetryTask, time: BroadcastTime): Promise<'done' | 'held'> {
  const { broadcastId, job, list, round } = task;
  const name = { broadcastId, job, task: task.number, list };
  const { broadcasts, broadcastQueue, clock, log } = ports;
  log.about({ broadcastId, task: task.number, list });
  const lookedMs = clock.nowMs();
  const record = await broadcasts.find(broadcastId);
  const mayPush = record !== undefined && mayRun(record, job);
  const claimed = mayPush ? await broadcasts.claimRetries(name, round, time.lease, lookedMs) : 'ahead';
  // While its writer lives, a resume may read the list without this round, and queue nothing of it.
  if (claimed === 'ahead' && lookedMs < (task.storedByMs ?? 0)) await broadcastQueue.enqueue([task], firstRetrySeconds);
  if (!mayPush || typeof claimed === 'string') return claimed === 'held' ? 'held' : 'done';

  const watch = watchBroadcast(ports, name, { sinceMs: lookedMs, beginUntilMs: time.beginUntilMs });
  const pushing: RowPushing = { record, job, tally: new PushTally() };
  const wakes = claimed.waiting !== undefined && claimed.waiting.dueMs <= lookedMs ? claimed.waiting : undefined;
  const waited = wakes === undefined ? [] : await broadcasts.waiting(name, wakes.part);
  const work = new ListWork({ ...claimed, open: [...claimed.open, ...waited] });
  const end = await fanOut<OpenDevice, RowResult>({
    clock,
    window: time.window,
    pages: openDevices(ports, record.appId, work.targets),
    push: (device) => ('row' in device ? pushRow(ports, pushing, device.row) : device.result),
    isBusy: ({ outcome }) => outcome === 'retrying',
    settle: ({ target }, result) => work.settle(target, result),
    // A list is shorter than a step: it is stored once.
    save: () => Promise.resolve(true),
    mayGoOn: watch.mayGoOn,
  });
  reportPushes(ports, pushing);
  await ports.budget.charge(broadcastId, work.use);
  const rest = work.rest(clock.nowMs());
  // Resuming a stopped broadcast queues the list, in the round that it has now.
  const isQueued = rest.open.length > 0 && !watch.isStopped;
  const waiting = await stillWaiting(ports, name, time.lease.holder, wakes ? undefined : claimed.waiting, work.quiet);
  const next = { ...rest, waiting, round: isQueued ? round + 1 : round };
  // First the queue, then the table.
  if (isQueued) {
    const delaySeconds = Math.max(work.retrySeconds, end === 'busy' ? busySeconds : 0);
    await broadcastQueue.enqueue([{ ...task, round: next.round, storedByMs: time.lease.untilMs }], delaySeconds);
  }
  await broadcasts.saveRetries(name, time.lease.holder, next);
  return 'done';
}

/** @param known those whose time has not come. */
async function stillWaiting(
  ports: SendTaskPorts,
  name: RetryName,
  holder: string,
  known: WaitingDevices | undefined,
  quiet: ListWork['quiet'],
): Promise<WaitingDevices | undefined> {
  if (quiet.length === 0) return known;
  const before = known === undefined ? [] : await ports.broadcasts.waiting(name, known.part);
  const dueMs = Math.min(...quiet.map((each) => each.dueMs), known?.dueMs ?? Number.POSITIVE_INFINITY);
  return keepWaiting(ports, name, holder, dueMs, [...before, ...quiet.map(({ target }) => target)]);
}

/** What is settled of a list. Devices behind that stay open as they are. */
class ListWork {
  readonly #list: RetryList;
  readonly #counter: Counter;
  /** What this worker has used. */
  readonly use: BroadcastUse = { ...noUse, tasks: 1 };
  readonly #retrying: RetryTarget[] = [];
  #settledCount = 0;
  /** Devices whose users have quiet hours again, or now. */
  readonly quiet: { target: RetryTarget; dueMs: number }[] = [];
  /** The longest delay that a device needs before its next push. */
  retrySeconds = 0;

  constructor(list: RetryList) {
    this.#list = list;
    this.#counter = new Counter(list.counts);
  }

  get targets(): readonly RetryTarget[] {
    return this.#list.open;
  }

  settle(target: RetryTarget, result: RowResult): void {
    this.#settledCount += 1;
    addUse(this.use, result);
    if (result.outcome === 'waiting') this.quiet.push({ target, dueMs: result.dueMs });
    else if (result.outcome === 'retrying') this.#retry(target, result.reason);
    else count(this.#counter, result);
  }

  #retry(target: RetryTarget, reason: string | undefined): void {
    const attemptsMade = target.attemptsMade + 1;
    const delaySeconds = nextMessageAttemptSeconds(attemptsMade);
    if (delaySeconds === undefined) {
      this.#counter.add('failed', reason);
      return;
    }
    this.retrySeconds = Math.max(this.retrySeconds, delaySeconds);
    this.#retrying.push(retryTarget(target, attemptsMade));
  }

  rest(atMs: number): Pick<RetryList, 'open' | 'counts' | 'atMs'> {
    const open = [...this.#retrying, ...this.#list.open.slice(this.#settledCount)];
    return { open, counts: this.#counter.counts(), atMs };
  }
}

/** Devices are read again: the token may have changed, and the user may have logged out. */
async function* openDevices(
  ports: SendTaskPorts,
  appId: string,
  open: readonly RetryTarget[],
): AsyncGenerator<OpenDevice[]> {
  for (const targets of inBatches(open, devicesAtOnce)) {
    const userIds = [...new Set(targets.map(({ userId }) => userId))];
    const recipients = new Map((await readUsers(ports, userIds)).map((recipient) => [recipient.userId, recipient]));
    yield targets.map((target): OpenDevice => {
      const recipient = recipients.get(target.userId);
      if (recipient?.fault !== undefined) return { target, result: { outcome: 'failed', reason: 'unreadable' } };
      const rows = recipient === undefined ? [] : rowsOfUser(appId, recipient);
      const row = rows.find(({ deviceId }) => deviceId === target.deviceId);
      return row === undefined ? { target, result: { outcome: 'skipped', reason: 'no_device' } } : { target, row };
    });
  }
}
