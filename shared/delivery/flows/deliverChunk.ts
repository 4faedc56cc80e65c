/**
 * The worker's part of a large send or recall: up to 1,000 recipients. Their progress is stored in order and under a
 * lease, so that a worker that dies repeats a bounded part, and two workers never do the same concurrently.
 */
import { isTooLateToRing } from '../../content/payloads/messagePayload.ts';
import { messageIdOf } from '../../messages/flows/deliveryTasks.ts';
import type { RecordPorts } from '../../messages/flows/sendMessage.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { countsOf, openRecipients } from '../../messages/rules/chunkProgress.ts';
import type { Decided } from '../../messages/rules/moment.ts';
import type { ChunkName, Lease } from '../../messages/rules/record.ts';
import type { ChunkTask } from '../../messages/rules/tasks.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { manyPushes } from '../../push/flows/manyPushes.ts';
import type { PushedTarget } from '../../push/flows/pushPlanned.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import { succeeds } from '../../push/flows/succeeds.ts';
import { nextMessageAttemptSeconds } from '../../push/rules/retryPlan.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import { PushWindow } from '../rules/pushWindow.ts';
import { type FanOutEnd, fanOut } from './fanOut.ts';
import { type PlannedRecipient, type PlanPagePorts, plannedPages } from './plannedPages.ts';
import { RecallWatch } from './recallWatch.ts';
import { type ChunkInWork, type StoreProgressPorts, storeProgress } from './storeProgress.ts';

export type DeliverPorts = DevicePushPorts &
  PlanPagePorts &
  StoreProgressPorts &
  Pick<PlatformPorts, 'log'> &
  Pick<MessagePorts, 'messages' | 'facts'> &
  Pick<RecordPorts, 'keepsDecisionFacts'>;

/** Time limits of a worker. */
export interface WorkTime {
  /** No longer than the worker can live. */
  lease: Lease;
  /** Epoch milliseconds: nothing new starts after this, so that running work can end. */
  beginUntilMs: number;
}

const putBackDelaySeconds = 5;
/** A chunk that was put back begins carefully: APNs may still take little. */
export const windowAfterPutBack = 50;
/** Each round does something, or waits for a worker that has more time. */
const maxRounds = 200;

/** @returns `held` if another worker may still be at this chunk: the queue must deliver it again later. */
export async function deliverChunk(ports: DeliverPorts, task: ChunkTask, time: WorkTime): Promise<'done' | 'held'> {
  const { job, chunk, recipients, listsAll } = task;
  const name: ChunkName = { messageId: messageIdOf(job), job: job.kind, chunk };
  ports.log.about({ messageId: name.messageId, chunk });
  const record = await ports.messages.find(name.messageId);
  if (record === undefined) {
    ports.log.warn('message of a chunk no longer exists', { messageId: name.messageId, chunk });
    return 'done';
  }
  const { lease } = time;
  const progress = await ports.chunks.claim(name, recipients.length, lease);
  if (progress === 'held') return 'held';

  const work: ChunkInWork = { name, lease, listsAll, progress };
  const end = await pushChunk(ports, task, time, work, new RecallWatch(ports, record));
  if (end === 'lost') return 'held';
  if (end !== 'finished') await putBack(ports, task, time, name, end);
  return 'done';
}

async function pushChunk(
  ports: DeliverPorts,
  task: ChunkTask,
  { beginUntilMs }: WorkTime,
  work: ChunkInWork,
  watch: RecallWatch,
): Promise<FanOutEnd> {
  const { job, recipients, putBack: rounds } = task;
  const decided: Decided[] = [];
  const begun = new Set<string>();
  const beganMs = ports.clock.nowMs();
  const pushes = manyPushes(ports);
  const instead = () => insteadOfPushing(ports, task, watch.isRecalled);
  const before = work.progress;
  const outcomes: TargetOutcome[] = [];
  let reached: PushedTarget[][] = [];
  const end = await fanOut<PlannedRecipient, PushedTarget | PushedTarget[]>({
    clock: ports.clock,
    window: new PushWindow(rounds > 0 ? windowAfterPutBack : undefined),
    pages: plannedPages(ports, {
      job,
      recipients: openRecipients(before, recipients),
      isNeeded: () => instead() === undefined,
      ...(ports.keepsDecisionFacts && { onDecided: (facts) => decided.push(facts) }),
    }),
    push({ userId, targets }) {
      const outcome = instead();
      if (outcome !== undefined) return { outcome: { userId, ...outcome } };
      begun.add(userId);
      const [first, ...others] = targets;
      if (first === undefined) return [];
      return others.length === 0 ? pushes.push(first) : Promise.all(targets.map((target) => pushes.push(target)));
    },
    isBusy: (pushed) => [pushed].flat().some(({ outcome }) => outcome.outcome === 'retrying'),
    settle(_recipient, pushed) {
      const targets = [pushed].flat();
      reached.push(targets);
      for (const { outcome } of targets) outcomes.push(outcome);
    },
    async save() {
      const settled = reached;
      reached = [];
      return storeProgress(ports, work, settled);
    },
    mayGoOn() {
      watch.look();
      return ports.clock.nowMs() <= beginUntilMs;
    },
  }).finally(() => pushes.finish());
  await keepFacts(ports, work.name, before.reached, decidedFor(decided, begun));
  ports.log.info('chunk pushed', { end, tookMs: ports.clock.nowMs() - beganMs, ...countsOf(outcomes) });
  return end;
}

/** Without those who are left for another worker, or who were not pushed to for another reason. */
function decidedFor(decided: readonly Decided[], userIds: ReadonlySet<string>): Decided[] {
  return decided
    .map((each) => ({ ...each, recipients: each.recipients.filter(({ userId }) => userIds.has(userId)) }))
    .filter(({ recipients }) => recipients.length > 0);
}

async function keepFacts(
  ports: DeliverPorts,
  name: ChunkName,
  first: number,
  decided: readonly Decided[],
): Promise<void> {
  if (decided.length === 0) return;
  // The pushes have left, and only a question about them needs the facts.
  await succeeds(ports, 'decision facts not kept', () => ports.facts.put(name, first, decided));
}

type Instead = Pick<TargetOutcome, 'outcome' | 'reason'>;

/** A recalled message reaches nobody any more, and one that rings must not ring late. */
function insteadOfPushing({ clock }: DeliverPorts, { job }: ChunkTask, isRecalled: boolean): Instead | undefined {
  if (job.kind !== 'send') return undefined;
  if (isRecalled) return { outcome: 'skipped', reason: 'recalled' };
  return isTooLateToRing(job.message, clock.nowMs()) ? { outcome: 'failed', reason: 'too_late' } : undefined;
}

async function putBack(
  ports: DeliverPorts,
  task: ChunkTask,
  { lease }: WorkTime,
  name: ChunkName,
  end: 'stopped' | 'busy',
): Promise<void> {
  const round = task.putBack + 1;
  if (round > maxRounds) throw new Error(`chunk ${task.chunk} was put back ${task.putBack} times`);
  await ports.chunks.release(name, lease);
  const delaySeconds = end === 'stopped' ? putBackDelaySeconds : busyDelaySeconds(round);
  await ports.deliveries.enqueue([{ task: { ...task, putBack: round }, delaySeconds }]);
}

/** As for a push that APNs wants later, and no shorter after many rounds. */
function busyDelaySeconds(round: number): number {
  return nextMessageAttemptSeconds(round) ?? busyDelaySeconds(round - 1);
}
