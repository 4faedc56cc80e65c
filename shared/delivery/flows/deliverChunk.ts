/**
 * The worker's part of a large send or recall: up to 100 recipients. Done in small steps with a checkpoint after each,
 * so that a worker that dies repeats little, and under a lease, so that two workers never do the same concurrently.
 */
import { isTooLateToRing } from '../../content/payloads/messagePayload.ts';
import { messageIdOf } from '../../messages/flows/deliveryTasks.ts';
import { type PlanPorts, planMessage } from '../../messages/flows/planMessage.ts';
import { type PlanRecallPorts, planRecall } from '../../messages/flows/planRecall.ts';
import type { MessagePorts } from '../../messages/ports.ts';
import { isRecipientDone } from '../../messages/rules/chunkProgress.ts';
import type { ChunkName, Lease } from '../../messages/rules/record.ts';
import type { ChunkTask } from '../../messages/rules/tasks.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { pushDeadlineMs, pushPlanned } from '../../push/flows/pushPlanned.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import type { DeliverableTarget } from '../../push/rules/plannedTarget.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { DeliveryPorts } from '../ports.ts';
import { BatchingWriter } from './batchingWriter.ts';
import { type CheckpointPorts, type ChunkInWork, checkpoint, type ReachedRecipient } from './checkpoint.ts';
import { startPaced } from './startPaced.ts';

export type DeliverPorts = DevicePushPorts &
  PlanPorts &
  PlanRecallPorts &
  CheckpointPorts &
  Pick<PlatformPorts, 'log'> &
  Pick<MessagePorts, 'messages'> &
  DeliveryPorts;

/** Time limits of a worker. */
export interface WorkTime {
  /** No longer than the worker can live. */
  lease: Lease;
  /** Epoch milliseconds: nothing new starts after this, so that running work can end. */
  beginUntilMs: number;
}

/** How many recipients are read and checkpointed together, which is also what one request reads. */
const recipientsPerStep = 50;
/**
 * How long the first answer of a step waits for others before it is stored in the table. The journal has it at once.
 */
const gatherMs = 300;
/**
 * Pace of the pushes: one starts when the previous one is answered, or this long after it. When a worker dies, its
 * unanswered pushes are repeated: only those on the way to APNs and back, and not a burst that waits in buffers.
 */
const paceMs = 5;
const putBackDelaySeconds = 5;
/** Each round does at least one step, or waits for a worker that has more time. */
const maxRounds = 200;

/** @returns `held` if another worker may still be at this chunk: the queue must deliver it again later. */
export async function deliverChunk(ports: DeliverPorts, task: ChunkTask, time: WorkTime): Promise<'done' | 'held'> {
  const { job, chunk, recipients } = task;
  const name: ChunkName = { messageId: messageIdOf(job), job: job.kind, chunk };
  ports.log.about({ messageId: name.messageId, chunk });
  const record = await ports.messages.find(name.messageId);
  if (record === undefined) {
    ports.log.warn('message of a chunk no longer exists', { messageId: name.messageId, chunk });
    return 'done';
  }
  const claimed = await ports.chunks.claim(name, recipients.length, time.lease);
  if (claimed === 'held') return 'held';

  const { lease } = time;
  const delivery = { ports, task, name, lease, listsAll: task.listsAll, progress: claimed, isLost: false };
  const open = recipients.flatMap((_, index) => (isRecipientDone(claimed, index) ? [] : [index]));
  for (const [place, step] of inBatches(open, recipientsPerStep).entries()) {
    if (ports.clock.nowMs() > time.beginUntilMs) {
      await putBack(delivery);
      return 'done';
    }
    // The previous step may have waited long for its answers, and the sender may have recalled the message.
    const asItIs = place === 0 ? record : ((await ports.messages.find(name.messageId)) ?? record);
    const instead = insteadOfPushing(ports, task, asItIs.recalledAtMs !== undefined);
    await (instead === undefined
      ? pushStep(delivery, step)
      : checkpoint(
          ports,
          delivery,
          step.map((index) => without(delivery, index, instead)),
        ));
    if (delivery.isLost) return 'held';
  }
  return 'done';
}

interface ChunkDelivery extends ChunkInWork {
  ports: DeliverPorts;
  task: ChunkTask;
}

type Instead = Pick<TargetOutcome, 'outcome' | 'reason'>;

/** A recalled message reaches nobody any more, and one that rings must not ring late. */
function insteadOfPushing({ clock }: DeliverPorts, { job }: ChunkTask, isRecalled: boolean): Instead | undefined {
  if (job.kind !== 'send') return undefined;
  if (isRecalled) return { outcome: 'skipped', reason: 'recalled' };
  return isTooLateToRing(job.message, clock.nowMs()) ? { outcome: 'failed', reason: 'too_late' } : undefined;
}

function without({ task }: ChunkDelivery, index: number, instead: Instead): ReachedRecipient {
  return { index, pushed: [{ outcome: { userId: task.recipients[index] ?? '', ...instead } }] };
}

async function pushStep(delivery: ChunkDelivery, step: readonly number[]): Promise<void> {
  const { ports, task, lease } = delivery;
  const { journal } = ports;
  const planned = await planStep(delivery, step);
  const writer = new BatchingWriter<ReachedRecipient>(
    (reached) => checkpoint(ports, delivery, reached),
    () => ports.clock.waitMs(gatherMs),
  );
  const targetsOf = Map.groupBy(planned, ({ target }) => target.userId);
  await startPaced(ports.clock, step, paceMs, async (index) => {
    const targets = targetsOf.get(task.recipients[index] ?? '') ?? [];
    const deadlineMs = ports.clock.nowMs() + pushDeadlineMs;
    const pushed = await Promise.all(targets.map((target) => pushPlanned(ports, target, deadlineMs)));
    note(delivery, { index, pushed });
    writer.add({ index, pushed });
  });
  await writer.finish();
  journal.clear(lease.holder);
}

/**
 * In case this worker dies before its checkpoint. Recipients with retries are left out: a retry contains message text,
 * and is sent again anyway.
 */
function note({ ports, task, name, lease, listsAll }: ChunkDelivery, { index, pushed }: ReachedRecipient): void {
  if (pushed.some(({ retry }) => retry !== undefined)) return;
  ports.journal.note(lease.holder, { name, recipients: task.recipients.length, listsAll, index, pushed });
}

function planStep(
  { ports, task: { job, recipients } }: ChunkDelivery,
  step: readonly number[],
): Promise<DeliverableTarget[]> {
  const userIds = step.map((index) => recipients[index] ?? '');
  return job.kind === 'send'
    ? planMessage(ports, job.message, userIds, { badges: 'count', isToMany: true })
    : planRecall(ports, job.notice, userIds);
}

async function putBack({ ports, task, name, lease }: ChunkDelivery): Promise<void> {
  const round = task.putBack + 1;
  if (round > maxRounds) throw new Error(`chunk ${task.chunk} was put back ${task.putBack} times`);
  await ports.chunks.release(name, lease);
  await ports.deliveries.enqueue([{ task: { ...task, putBack: round }, delaySeconds: putBackDelaySeconds }]);
}
