/** The worker's part of retried pushes. */

import { retryTasks } from '../../messages/flows/deliveryTasks.ts';
import { maxTimelineTargets } from '../../messages/flows/sendMessage.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { isChunkDone, newProgress } from '../../messages/rules/chunkProgress.ts';
import { type ChunkName, isToMany, type MessageRecord } from '../../messages/rules/record.ts';
import type { RetryTask } from '../../messages/rules/tasks.ts';
import { inBatches } from '../../platform/inBatches.ts';
import { isoTime } from '../../platform/isoTime.ts';
import { keyOf } from '../../platform/keyOf.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type PushedTarget, pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { type DevicePushPorts, pushToDevice } from '../../push/flows/pushToDevice.ts';
import type { PushPorts } from '../../push/ports.ts';
import type { ExternalFacts } from '../../push/rules/externalPush.ts';
import { countPhones, groupOf } from '../../push/rules/phoneStatistics.ts';
import { nextMessageAttemptSeconds } from '../../push/rules/retryPlan.ts';
import type { RetryPush } from '../../push/rules/retryPush.ts';
import { countTargets } from '../../push/rules/statistics.ts';
import { outcomeOf, skipped, type TargetOutcome, timelineOf } from '../../push/rules/targetOutcome.ts';
import { type DecideAgainPorts, decideAgain, type RetryDecision } from './decideAgain.ts';
import type { WorkTime } from './deliverChunk.ts';

export type RetryPorts = DevicePushPorts &
  DecideAgainPorts &
  Pick<PlatformPorts, 'log'> &
  Pick<PushPorts, 'statistics' | 'reportedOutcomes'> &
  Pick<MessagePorts, 'chunks' | 'deliveries'>;

const pushesPerStep = 25;
const putBackDelaySeconds = 5;
const earlyDelaySeconds = 15;

/**
 * Sends pushes again, each with its apns-id, to the token that the device holds now, if they still reach somebody: see
 * `decideAgain`. A user who has logged out gets nothing, and neither does any recipient of a recalled message.
 */
export async function retryPushes(ports: RetryPorts, task: RetryTask, time: WorkTime): Promise<void> {
  const { messageId, job, pushes } = task;
  ports.log.about({ messageId });
  const record = await findOrStore(ports, task);
  if (record === undefined) {
    ports.log.warn('message of a retry no longer exists', { messageId });
    return;
  }
  const placeOf = await findPlaces(ports, task, record);
  const early = pushes.filter((push) => placeOf(push) === 'early');
  if (early.length > 0) {
    await ports.deliveries.enqueue([{ task: { ...task, pushes: early }, delaySeconds: earlyDelaySeconds }]);
  }
  const open = pushes.filter((push) => placeOf(push) === 'open');
  for (const [index, step] of inBatches(open, pushesPerStep).entries()) {
    if (ports.clock.nowMs() > time.beginUntilMs) {
      const rest = { ...task, pushes: open.slice(index * pushesPerStep) };
      await ports.deliveries.enqueue([{ task: rest, delaySeconds: putBackDelaySeconds }]);
      return;
    }
    // The previous step may have waited long for its answers, and the sender may have recalled the message.
    const asItIs = index === 0 ? record : ((await ports.messages.find(messageId)) ?? record);
    const decisions = await decideAgain(ports, { record: asItIs, job }, step);
    const pushed = await Promise.all(
      step.map((push, place) => pushAgain(ports, task, record, push, decisions[place] ?? { skip: 'no_device' })),
    );
    const isAgain = (_pushed: PushedTarget, place: number) => step[place]?.isHandedOver === true;
    const [again, first] = [pushed.filter(isAgain), pushed.filter((each, place) => !isAgain(each, place))];
    if (first.length > 0) await save(ports, task, first, record.targets.length <= maxTimelineTargets);
    if (again.length > 0) await saveHandedOver(ports, task, record, again);
  }
}

/** If it cannot be stored even now, the task fails, and the queue delivers it again. */
async function findOrStore(
  { messages }: Pick<MessagePorts, 'messages'>,
  { messageId, unrecorded }: RetryTask,
): Promise<MessageRecord | undefined> {
  const found = await messages.find(messageId);
  if (found !== undefined || unrecorded === undefined) return found;
  await messages.putMissing(unrecorded);
  return messages.find(messageId);
}

const targetOf = ({ userId, deviceId, kind }: RetryPush) => ({ userId, deviceId, kind });
const nameOf = ({ userId, deviceId, kind }: Pick<TargetOutcome, 'userId' | 'deviceId' | 'kind'>): string =>
  keyOf(userId, deviceId, kind);

/**
 * `finished`: it has its final outcome, as the queue may deliver a task twice. `early`: the worker that queued it has
 * not stored its progress, and most likely never will: then its recipients are done again, including this push.
 */
type Place = 'open' | 'finished' | 'early';

async function findPlaces(
  ports: RetryPorts,
  task: RetryTask,
  record: MessageRecord,
): Promise<(push: RetryPush) => Place> {
  const name = chunkOf(task);
  // Nothing is stored about recall pushes sent in the request itself.
  if (name === undefined && task.job === 'recall') return () => 'open';
  const progress = name === undefined ? undefined : ((await ports.chunks.find(name)) ?? newProgress(1));
  const listed = new Map((progress?.listed ?? record.targets).map((target) => [nameOf(target), target.outcome]));
  // A finished chunk has counted what it does not list.
  const unlisted: Place = progress !== undefined && !isChunkDone(progress) ? 'early' : 'finished';
  return (push) => {
    // Its attempts are counted where its outcome is reported.
    if (push.isHandedOver) return 'open';
    const outcome = listed.get(nameOf(push));
    if (outcome === undefined) return unlisted;
    return outcome === 'retrying' ? 'open' : 'finished';
  };
}

function chunkOf({ messageId, job, chunk }: RetryTask): ChunkName | undefined {
  return chunk === undefined ? undefined : { messageId, job, chunk };
}

async function pushAgain(
  ports: RetryPorts,
  task: RetryTask,
  record: MessageRecord,
  given: RetryPush,
  decision: RetryDecision,
): Promise<PushedTarget> {
  const target = targetOf(given);
  if ('skip' in decision) return { outcome: skipped(target, decision.skip), appId: decision.appId };
  if ('fail' in decision) return { outcome: { ...target, outcome: 'failed', reason: decision.fail } };
  const { device, token, push } = decision;
  const { headers, payload } = push;
  const { appId } = device;
  const deadlineMs = ports.clock.nowMs() + pushDeadlineMs;
  const attemptsMade = push.attemptsMade + 1;
  const external = externalFacts(task, push, attemptsMade);
  // Before the team's function can report the next outcome.
  if (push.isHandedOver) await noteReported(ports, task, record, { ...target, outcome: 'handedOver' });
  const sent = await pushToDevice(ports, { target, device, token, headers, payload, deadlineMs, external });
  const willRetry = sent.verdict.next === 'retry_later' && nextMessageAttemptSeconds(attemptsMade) !== undefined;
  if (willRetry) ports.metrics.add('PushesRetried', 1, {});
  return {
    outcome: outcomeOf(target, sent, willRetry),
    appId,
    phone: groupOf(device, sent.environment),
    retry: willRetry ? { ...push, attemptsMade } : undefined,
  };
}

function externalFacts(
  { job, messageId }: RetryTask,
  { kind, occasion }: RetryPush,
  attempt: number,
): ExternalFacts | undefined {
  if (kind !== 'external') return undefined;
  return { about: { purpose: job === 'recall' ? 'recall' : 'message', messageId }, attempt, occasion };
}

/** A push whose earlier outcome was reported: what became of it now takes that outcome's place. */
async function saveHandedOver(
  ports: RetryPorts,
  task: RetryTask,
  record: MessageRecord,
  pushed: readonly PushedTarget[],
): Promise<void> {
  const { messageId, job } = task;
  const retries = pushed.flatMap(({ retry }) => retry ?? []);
  await ports.deliveries.enqueue(retryTasks({ messageId, job }, retries));
  const others = pushed.filter(({ outcome }) => outcome.outcome !== 'handedOver');
  await Promise.all(others.map(({ outcome }) => noteReported(ports, task, record, outcome)));
  if (job === 'send') await ports.statistics.add(ports.clock.nowMs(), countTargets(pushed));
}

async function noteReported(
  { reportedOutcomes, clock }: RetryPorts,
  { messageId, job }: RetryTask,
  record: MessageRecord,
  { userId, deviceId = '', outcome, reason, repair }: TargetOutcome,
): Promise<void> {
  if (job === 'recall') return;
  const purpose = 'message';
  const at = isoTime(clock.nowMs());
  const reported = { purpose, userId, deviceId, outcome, reason, repair, at } as const;
  await reportedOutcomes.put({ purpose, messageId }, reported, isToMany(record));
}

/** First the queue, then the record: a worker that dies in between must not forget a retry. */
async function save(
  ports: RetryPorts,
  task: RetryTask,
  pushed: readonly PushedTarget[],
  hasTimeline: boolean,
): Promise<void> {
  const { messageId, job } = task;
  const nowMs = ports.clock.nowMs();
  const outcomes = pushed.map(({ outcome }) => outcome);
  const name = chunkOf(task);
  await ports.deliveries.enqueue(
    retryTasks(
      { messageId, job, chunk: name?.chunk },
      pushed.flatMap(({ retry }) => retry ?? []),
    ),
  );
  if (name !== undefined) {
    await ports.chunks.recordOutcomes(name, outcomes);
  } else if (job === 'send') {
    const at = isoTime(nowMs);
    // As in the request: the timeline of many targets would be too long for an item.
    const events = hasTimeline ? outcomes.flatMap((outcome) => timelineOf(outcome, at)) : [];
    await ports.messages.recordOutcomes(messageId, outcomes, events);
  }
  if (job === 'send') await ports.statistics.add(nowMs, countTargets(pushed), countPhones(pushed));
}
