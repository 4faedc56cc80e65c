/** A message from the request to the outcome of each target, or into the queue if it has many recipients. */

import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import type { Message } from '../../content/message.ts';
import { pushTypeOf } from '../../content/offlinePush.ts';
import { needsExtension } from '../../content/payloads/alertPayload.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { pushDeadlineMs, pushPlanned } from '../../push/flows/pushPlanned.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import { succeeds, withoutRetry } from '../../push/flows/succeeds.ts';
import type { PushPorts } from '../../push/ports.ts';
import { givenUp, listTargets } from '../../push/rules/listedTargets.ts';
import { countPhones } from '../../push/rules/phoneStatistics.ts';
import type { SentFacts } from '../../push/rules/silence/message.ts';
import { countTargets } from '../../push/rules/statistics.ts';
import { type OutcomeSummary, summarise, type TargetOutcome, timelineOf } from '../../push/rules/targetOutcome.ts';
import type { MessagePorts } from '../ports.ts';
import { countsOf, summariseWith } from '../rules/chunkProgress.ts';
import type { Decided } from '../rules/moment.ts';
import type { MessageRecord } from '../rules/record.ts';
import { hasProblem, type RecordKeeping } from '../rules/recordKeeping.ts';
import type { ExpandTask } from '../rules/tasks.ts';
import { chunkTasks, maxRecipientsInRequest, retryTasks } from './deliveryTasks.ts';
import { expandGroup } from './expandGroup.ts';
import { type PermitPorts, type PermittedMessage, permitMessage, type Reach } from './permitMessage.ts';
import { findRecipients, type PlanPorts, planRecipients } from './planMessage.ts';
import {
  audienceOf,
  type KeyedInput,
  type MessageInput,
  type PreparedMessage,
  type PreparePorts,
  prepareMessage,
} from './prepareMessage.ts';

export interface SendMessageResult {
  messageId: string;
  /** Empty for a large group: only its summary is returned. */
  targets: TargetOutcome[];
  summary: OutcomeSummary;
  /** A user sees them coarsely. */
  isCoarse?: true | undefined;
}

export interface RecordPorts {
  /** Absent: all. */
  messageRecords?: RecordKeeping | undefined;
  /** Records keep what decided who gets a message. */
  keepsDecisionFacts?: boolean | undefined;
}

export type SendMessagePorts = DevicePushPorts &
  PreparePorts &
  PlanPorts &
  PermitPorts &
  Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<PeoplePorts, 'groups'> &
  Pick<PushPorts, 'statistics'> &
  Pick<MessagePorts, 'messages' | 'deliveries'> &
  RecordPorts;

/** With more targets the timeline would only repeat them, and the record has to fit one item of the table. */
export const maxTimelineTargets = 50;

/** How long the request lists the members of a large group; the worker continues from there. */
const expandInRequestMs = 3000;
/** When the worker checks whether members are left to list: the request, if it lives, is over by then. */
const expandAgainSeconds = 30;

/** Pushes a message to its recipients, and returns the outcome of each target. */
export async function sendMessage(ports: SendMessagePorts, input: MessageInput): Promise<SendMessageResult | Refusal> {
  const [prepared, found] = await Promise.all([prepareMessage(ports, input), findNamedRecipients(ports, input)]);
  if (isRefusal(prepared)) return prepared;
  const reach = await reachOf(ports, prepared, found);
  const permitted = await permitMessage(ports, input, prepared, reach);
  if (isRefusal(permitted)) return permitted;
  const { message, audience } = permitted;
  ports.log.about({ messageId: message.messageId });
  ports.metrics.add('Messages', 1, {});
  await putNewest(ports, message);
  const { userIds, recipients } = reach;
  if (recipients !== undefined) return sendNow(ports, permitted, { userIds, recipients, hasKey: input.hasKey });
  return 'groupId' in audience
    ? sendToLargeGroup(ports, permitted, audience.groupId)
    : sendToList(ports, permitted, userIds);
}

async function reachOf(
  ports: Pick<PeoplePorts, 'groups' | 'recipients'>,
  { message, audience }: PreparedMessage,
  found: readonly Recipient[] | undefined,
): Promise<Reach> {
  if ('userIds' in audience) return { userIds: audience.userIds, recipients: found };
  const { members } = await ports.groups.listMembers(audience.groupId, maxRecipientsInRequest + 1);
  const userIds = members.map(({ userId }) => userId);
  const isLarge = members.length > maxRecipientsInRequest;
  return { userIds, recipients: isLarge ? undefined : await findRecipients(ports, message, userIds) };
}

/**
 * Concurrently with the sender and the settings: a push leaves one round trip sooner, and the reads are wasted only for
 * a refused message. Not for a group, whose members are not known yet.
 */
async function findNamedRecipients(
  ports: Pick<PeoplePorts, 'recipients'>,
  { from, to }: MessageInput,
): Promise<Recipient[] | undefined> {
  const audience = audienceOf(to);
  if ('groupId' in audience || audience.userIds.length > maxRecipientsInRequest) return undefined;
  return findRecipients(ports, { from }, audience.userIds);
}

async function sendNow(
  ports: SendMessagePorts,
  { message, isCoarse }: PermittedMessage,
  { userIds, recipients, hasKey }: { userIds: readonly string[]; recipients: readonly Recipient[] } & KeyedInput,
): Promise<SendMessageResult> {
  const { messageId } = message;
  let decided: Decided | undefined;
  const keep = (facts: Decided) => {
    decided = facts;
  };
  const onDecided = ports.keepsDecisionFacts ? keep : undefined;
  const planned = await planRecipients(ports, message, recipients, { badges: 'count', onDecided });
  const deadlineMs = message.createdAtMs + pushDeadlineMs;
  const pushed = await Promise.all(planned.map((target) => pushPlanned(ports, target, deadlineMs)));
  const { listed, unlisted } = listTargets(pushed.map(({ outcome }) => outcome));
  const nowMs = ports.clock.nowMs();
  const at = isoTime(nowMs);
  const events = pushed.length <= maxTimelineTargets ? listed.flatMap((target) => timelineOf(target, at)) : [];
  const { timeline, ...record } = recordOf(message, userIds, isCoarse);
  const counts = countsOf(unlisted.map((target) => (target.outcome === 'retrying' ? givenUp(target) : target)));
  const isListed = new Set(listed);
  const retries = pushed.flatMap(({ outcome, retry }) => (retry !== undefined && isListed.has(outcome) ? [retry] : []));
  const sent: MessageRecord = {
    ...record,
    targets: listed,
    unlisted: unlisted.length > 0 ? counts : undefined,
    timeline: [...timeline, ...events],
  };
  // A request that takes over from this one looks for the record.
  const isWanted = ports.messageRecords !== 'problems' || hasKey || hasProblem(pushed.map(({ outcome }) => outcome));
  // The pushes have left: whatever fails from here on, the caller must not send them again.
  const [isRecorded] = await Promise.all([
    isWanted && succeeds(ports, 'message not recorded', () => ports.messages.put(sent, decided)),
    succeeds(ports, 'message not counted', () =>
      ports.statistics.add(nowMs, countTargets(pushed), countPhones(pushed)),
    ),
  ]);
  // First the record, then the queue: a retry finds the record for its outcome, or brings it along.
  const isQueued = await succeeds(ports, 'retries not queued', () =>
    ports.deliveries.enqueue(retryTasks({ messageId, job: 'send', ...(!isRecorded && { unrecorded: sent }) }, retries)),
  );
  const targets = isQueued ? listed : listed.map(withoutRetry);
  const notRetried = targets.filter((_, index) => listed[index]?.outcome === 'retrying' && !isQueued);
  if (isRecorded && notRetried.length > 0) {
    await succeeds(ports, 'message not recorded', () => ports.messages.recordOutcomes(messageId, notRetried, []));
  }
  return { messageId, targets, summary: summariseWith(targets, counts), isCoarse };
}

/** All of them are queued at once, and the outcome of each target is stored. */
async function sendToList(
  ports: SendMessagePorts,
  { message, isCoarse }: PermittedMessage,
  userIds: readonly string[],
): Promise<SendMessageResult> {
  const tasks = chunkTasks({ kind: 'send', message }, userIds, { firstChunk: 0, listsAll: true });
  const expansion = { chunks: tasks.length, recipients: userIds.length, isComplete: true };
  await ports.messages.put({ ...recordOf(message, userIds, isCoarse), expansions: { send: expansion } });
  await ports.deliveries.enqueue(tasks);
  const targets = userIds.map(queuedTarget);
  return { messageId: message.messageId, targets, summary: summarise(targets), isCoarse };
}

/** A recipient without a result from the worker yet. */
export function queuedTarget(userId: string): TargetOutcome {
  return { userId, outcome: 'retrying', reason: 'queued' };
}

async function sendToLargeGroup(
  ports: SendMessagePorts,
  { message, isCoarse }: PermittedMessage,
  groupId: string,
): Promise<SendMessageResult> {
  const task: ExpandTask = { task: 'expand', job: { kind: 'send', message }, groupId };
  await ports.messages.put({ ...recordOf(message, [], isCoarse), groupId, expansions: {} });
  // Before anything is listed, so that nobody is forgotten if this request dies.
  await ports.deliveries.enqueue([{ task, delaySeconds: expandAgainSeconds }]);
  const expansion = await expandGroup(ports, task, ports.clock.nowMs() + expandInRequestMs);
  return {
    messageId: message.messageId,
    targets: [],
    summary: { ...summarise([]), retrying: expansion?.recipients ?? 0 },
    isCoarse,
  };
}

/**
 * A message under a collapse ID from its sender may replace an earlier one. Stored before anything of it is pushed, so
 * that a recall of the earlier one leaves this one alone.
 */
async function putNewest(
  { messages }: Pick<MessagePorts, 'messages'>,
  { messageId, apnsCollapseId, offlinePush: { collapseId } }: Message,
): Promise<void> {
  if (collapseId !== undefined && apnsCollapseId !== undefined) await messages.putNewest(apnsCollapseId, messageId);
}

function recordOf(message: Message, to: readonly string[], isCoarse: true | undefined): MessageRecord {
  const { messageId, from, group, createdAtMs, apnsCollapseId } = message;
  return {
    messageId,
    from,
    to: [...to],
    groupId: group?.groupId,
    groupGeneration: group?.generation,
    apnsCollapseId,
    createdAtMs,
    sent: sentFactsOf(message),
    isCoarse,
    targets: [],
    timeline: [{ at: isoTime(createdAtMs), event: 'received' }],
  };
}

/** What its push is like, without what it says: for the question why a phone is silent. */
function sentFactsOf({ offlinePush: push }: Message): SentFacts {
  const pushType = pushTypeOf(push);
  return {
    pushType,
    ttlSeconds: push.ttlSeconds ?? pushTypeRules[pushType].defaultTtlSeconds,
    priority: push.priority ?? 'high',
    runsExtension: pushType === 'alert' && (needsExtension(push) || push.wakeInBackground === true),
  };
}
