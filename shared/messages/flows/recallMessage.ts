import type { RecallMode, RecallNotice } from '../../content/payloads/recallPush.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import { keyOf } from '../../platform/keyOf.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { pushDeadlineMs, pushPlanned } from '../../push/flows/pushPlanned.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import { succeeds, withoutRetry } from '../../push/flows/succeeds.ts';
import { type OutcomeSummary, summarise, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { MessagePorts } from '../ports.ts';
import type { Job } from '../rules/job.ts';
import { isToMany, type MessageRecord } from '../rules/record.ts';
import type { ExpandTask } from '../rules/tasks.ts';
import { chunkTasks, retryTasks } from './deliveryTasks.ts';
import { type PlanRecallPorts, planRecall } from './planRecall.ts';
import type { RecordPorts } from './sendMessage.ts';

export interface RecallInput {
  messageId: string;
  mode: RecallMode;
  /** A user recalls only messages of their own. Absent: a server recalls, and may recall any. */
  sentBy?: string | undefined;
}

export interface RecallResult {
  messageId: string;
  /** Epoch milliseconds. */
  recalledAtMs: number;
  /** Outcomes of the recall pushes; empty if the worker sends them. */
  targets: TargetOutcome[];
  summary: OutcomeSummary;
  /** A user sees them coarsely. */
  isCoarse?: true | undefined;
}

export type RecallPorts = DevicePushPorts &
  PlanRecallPorts &
  Pick<PlatformPorts, 'clock'> &
  Pick<MessagePorts, 'messages' | 'deliveries'> &
  RecordPorts;

/**
 * Recalls a message: no more of it is pushed, and phones that may show it are notified once in each mode: a second
 * recall notifies nobody again.
 */
export async function recallMessage(ports: RecallPorts, input: RecallInput): Promise<RecallResult | Refusal> {
  const { messageId, sentBy, mode } = input;
  ports.log.about({ messageId });
  const known = await ports.messages.find(messageId);
  if (known === undefined || (sentBy !== undefined && known.from !== sentBy)) {
    return unknownMessage(ports, messageId, sentBy);
  }
  const nowMs = ports.clock.nowMs();
  const { record = known, isRepeated = false } = (await ports.messages.recall(messageId, mode, nowMs)) ?? {};
  const { recalledAtMs = nowMs, isCoarse } = record;
  if (isRepeated) {
    return { messageId, recalledAtMs, targets: [], summary: summarise([]), isCoarse };
  }
  const notice = noticeOf(record, mode, nowMs);
  if (isToMany(record)) {
    await recallThroughQueue(ports, record, { kind: 'recall', notice });
    return { messageId, recalledAtMs, targets: [], summary: summarise([]), isCoarse };
  }
  const targets = await recallNow(ports, record, notice, nowMs + pushDeadlineMs);
  return { messageId, recalledAtMs, targets, summary: summarise(targets), isCoarse };
}

/** A user gets the same answer about a message of somebody else. @param userId absent: a server asked. */
export function unknownMessage(
  { messageRecords }: RecordPorts,
  messageId: string,
  userId: string | undefined,
): Refusal {
  const detail =
    userId === undefined ? `There is no message ${messageId}.` : `You have not sent a message ${messageId}.`;
  const hint = 'Or APNs has accepted all its pushes: this stage records no such message (messageRecords: problems).';
  return refuse('unknown_message', messageRecords === 'problems' ? `${detail} ${hint}` : detail);
}

function noticeOf(record: MessageRecord, mode: RecallMode, recalledAtMs: number): RecallNotice {
  const { messageId, from, groupId } = record;
  const collapseId = record.apnsCollapseId ?? record.collapseId ?? messageId;
  const conversationId = conversationIdOf(from, groupId);
  return { messageId, from, conversationId, collapseId, mode, recalledAtMs };
}

async function recallThroughQueue(
  ports: Pick<MessagePorts, 'deliveries'>,
  { to, groupId }: MessageRecord,
  job: Job,
): Promise<void> {
  const expand: ExpandTask | undefined =
    to.length === 0 && groupId !== undefined ? { task: 'expand', job, groupId } : undefined;
  await ports.deliveries.enqueue(
    expand ? [{ task: expand, delaySeconds: 0 }] : chunkTasks(job, to, { firstChunk: 0, listsAll: false }),
  );
}

/** Only devices to which an alert or an external push was sent. */
async function recallNow(
  ports: RecallPorts,
  { messageId, to, targets, unlisted }: MessageRecord,
  notice: RecallNotice,
  deadlineMs: number,
): Promise<TargetOutcome[]> {
  const reached = targets.filter(({ outcome, kind }) => outcome !== 'skipped' && kind !== undefined && kind !== 'voip');
  const nameOf = ({ userId, deviceId }: { userId: string; deviceId?: string | undefined }) => keyOf(userId, deviceId);
  const names = new Set(reached.map(nameOf));
  const userIds = [...new Set(reached.map(({ userId }) => userId))];
  // If the record has no room for all, any phone of the recipients may show it.
  const planned =
    unlisted === undefined
      ? await planRecall(ports, notice, userIds, (device) => names.has(nameOf(device)))
      : await planRecall(ports, notice, to);
  const pushed = await Promise.all(planned.map((target) => pushPlanned(ports, target, deadlineMs)));
  const retries = retryTasks(
    { messageId, job: 'recall' },
    pushed.flatMap(({ retry }) => retry ?? []),
  );
  const outcomes = pushed.map(({ outcome }) => outcome);
  // The pushes have left: the caller must not send them again.
  const isQueued = await succeeds(ports, 'retries not queued', () => ports.deliveries.enqueue(retries));
  return isQueued ? outcomes : outcomes.map(withoutRetry);
}
