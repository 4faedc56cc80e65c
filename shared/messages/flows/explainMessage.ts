/**
 * What a message would do, without doing it: the path of a send up to the point where something would be sent or
 * stored.
 */
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { keyOf } from '../../platform/keyOf.ts';
import { isRefusal, type Refusal, refuseField } from '../../platform/refusal.ts';
import {
  type Cost,
  type CostUnits,
  costOf,
  queuedUnits,
  recipientUnits,
  requestUnits,
  sumUnits,
  targetUnits,
} from '../../push/rules/cost.ts';
import type { SkipDecision, Target } from '../../push/rules/decide.ts';
import { explainedPush, type ShownPush } from '../../push/rules/externalPush.ts';
import type { FailReason, PlannedPush, PlannedTarget } from '../../push/rules/plannedTarget.ts';
import { withinAnswer } from '../../push/rules/withinAnswer.ts';
import { maxRecipientsInRequest, recipientsPerChunk, recipientsPerListedChunk } from './deliveryTasks.ts';
import { type PermitPorts, permitMessage } from './permitMessage.ts';
import { countedModes, findRecipients, type PlanPorts, planRecipients } from './planMessage.ts';
import { type Audience, audienceOf, type MessageInput, type PreparePorts, prepareMessage } from './prepareMessage.ts';

export type ExplainedTarget = Target & { cost: Cost } & (
    | { decision: 'skip'; rule: SkipDecision['rule'] | FailReason }
    | (Pick<PlannedPush, 'decision' | 'rule' | 'bytes' | 'truncated' | 'notes'> & {
        appId: string;
      } & ShownPush)
  );

export interface Explanation {
  targets: ExplainedTarget[];
  summary: { push: number; skip: number };
  /** Cost of these targets and the request, at list price. */
  cost: Cost;
  /** False: the message goes to more recipients than one answer could explain. */
  isComplete: boolean;
}

export type ExplainPorts = PreparePorts & PlanPorts & PermitPorts & Pick<PeoplePorts, 'groups'>;

/** As many as one message can name. For a larger group, its first members are explained. */
const maxRecipients = 500;

export async function explainMessage(ports: ExplainPorts, input: MessageInput): Promise<Explanation | Refusal> {
  // Before anything is read about the recipients.
  if (input.rules?.outcomesForUsers === 'coarse' && !isAboutOneself(input)) return notExplained();
  const prepared = await prepareMessage(ports, input);
  if (isRefusal(prepared)) return prepared;
  const { userIds, isComplete } = await firstRecipients(ports, prepared.audience);
  const recipients = await findRecipients(ports, prepared.message, userIds);
  const permitted = await permitMessage(ports, input, prepared, { userIds, recipients });
  if (isRefusal(permitted)) return permitted;
  if (permitted.isCoarse && !isAboutOneself(input)) return notExplained();
  const { message } = permitted;
  const isToMany = userIds.length > maxRecipientsInRequest;
  const planned = await planRecipients(ports, message, recipients, {
    badges: 'peek',
    isToMany,
  });
  const targets = explainTargets(
    planned,
    recipients,
    countedModes.has(message.offlinePush.badge?.mode ?? 'increment'),
    ports.clock.nowMs(),
  );
  const shown = withinAnswer(targets);
  const perChunk = 'groupId' in prepared.audience ? recipientsPerChunk : recipientsPerListedChunk;
  const chunks = isToMany ? Math.ceil(userIds.length / perChunk) : 0;
  const all = sumUnits([requestUnits(), queuedUnits(chunks), ...targets.map(({ cost }) => cost.units)]);
  const push = planned.filter(({ decision }) => decision === 'push').length;
  return {
    targets: shown,
    summary: { push, skip: planned.length - push },
    cost: costOf(all),
    isComplete: isComplete && shown.length === targets.length,
  };
}

/** Servers may have every message explained. */
function isAboutOneself({ from, to, rules }: MessageInput): boolean {
  if (rules === undefined) return true;
  const audience = audienceOf(to);
  return 'userIds' in audience && audience.userIds.every((userId) => userId === from);
}

function notExplained(): Refusal {
  return refuseField(
    'explain_not_allowed',
    'How other users are reached is explained to servers only.',
    'query.explain',
    'may only be a message to yourself',
  );
}

async function firstRecipients(ports: Pick<PeoplePorts, 'groups'>, audience: Audience) {
  if ('userIds' in audience) return { userIds: audience.userIds, isComplete: true };
  const { members, cursor } = await ports.groups.listMembers(audience.groupId, maxRecipients);
  return { userIds: members.map(({ userId }) => userId), isComplete: cursor === undefined };
}

/** Work done once per user is attributed to the first of the user's targets. */
function explainTargets(
  planned: readonly PlannedTarget[],
  recipients: readonly Recipient[],
  isCounted: boolean,
  nowMs: number,
): ExplainedTarget[] {
  const unread = new Map(recipients.map((recipient) => [recipient.userId, recipient]));
  const countedBadges = new Set<string>();
  return planned.map((plan) => {
    const recipient = unread.get(plan.target.userId);
    unread.delete(plan.target.userId);
    const read = recipient === undefined ? [] : [recipientUnits(JSON.stringify(recipient).length)];
    if (plan.decision === 'fail') {
      return { ...plan.target, decision: 'skip', rule: plan.reason, cost: total(read, { countsBadge: false }) };
    }
    if (plan.decision === 'skip') {
      return { ...plan.target, decision: plan.decision, rule: plan.rule, cost: total(read, { countsBadge: false }) };
    }
    const { target, device, token, decision, rule, headers, payload, bytes, truncated, notes } = plan;
    const badge = keyOf(device.userId, device.appId);
    const body = payload.toObject();
    const isByPhone = (body as { ringpost?: { badge?: unknown } }).ringpost?.badge === 'app';
    const countsBadge = isCounted && !isByPhone && plan.pushType === 'alert' && !countedBadges.has(badge);
    countedBadges.add(badge);
    const cost = total(read, { pushedBytes: bytes, countsBadge });
    return {
      ...target,
      appId: device.appId,
      decision,
      rule,
      ...explainedPush({ headers, payload: body, token, about: plan.about }, nowMs),
      bytes,
      truncated,
      notes,
      cost,
    };
  });
}

function total(read: readonly CostUnits[], target: Parameters<typeof targetUnits>[0]): Cost {
  return costOf(sumUnits([...read, targetUnits(target)]));
}
