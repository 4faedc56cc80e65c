/**
 * Which of a message's recipients get a push, with which content, and which do not and why. The one path of sending,
 * explaining and the worker that finishes a large send, so that they cannot disagree.
 */
import { apnsIdOf } from '../../apns/rules/apnsId.ts';
import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import { ticketKeyOrNone } from '../../calls/flows/ticketKeys.ts';
import type { CallPorts } from '../../calls/ports.ts';
import { hasContent, type Message, mentionsUser } from '../../content/message.ts';
import { apnsPriorities, type BadgeMode, pushTypeOf } from '../../content/offlinePush.ts';
import type { AlertView } from '../../content/payloads/alertPayload.ts';
import { voipMessageRingMs } from '../../content/payloads/messagePayload.ts';
import { preparedMessage } from '../../content/payloads/preparedMessage.ts';
import type { PushNote } from '../../content/payloads/pushNote.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import { isExternal } from '../../devices/rules/tokenKindOn.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { keyOf } from '../../platform/keyOf.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Decision, decide, type Occasion, type PushDecision, type Target } from '../../push/rules/decide.ts';
import type { FailedPlan, PlannedTarget } from '../../push/rules/plannedTarget.ts';
import type { RetryOccasion } from '../../push/rules/retryPush.ts';
import { rulesOfApps } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { MessagePorts } from '../ports.ts';
import { askedBy } from '../rules/askedBy.ts';
import type { Decided } from '../rules/moment.ts';
import { signReceiptTicket } from '../rules/receiptTicket.ts';
import { appsThatCount, withPhoneCount } from './badgeDefault.ts';

/** `count`: each badge counter is increased, as for sending. `peek`: none is; the numbers are those it would have. */
export type BadgeReading = 'count' | 'peek';

export interface PlanOptions {
  badges: BadgeReading;
  /** The message goes to its recipients by the queue. */
  isToMany?: boolean | undefined;
  /** Takes what decided, to keep it. */
  onDecided?: ((decided: Decided) => void) | undefined;
}

export type PlanPorts = Pick<PlatformPorts, 'clock' | 'log' | 'defaultLanguage'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<TeamPorts, 'apps'> &
  Pick<CallPorts, 'ticketKeys'> &
  Pick<MessagePorts, 'badges'>;

/** @param userIds the recipients, or this worker's part of them; each is planned once. */
export async function planMessage(
  ports: PlanPorts,
  message: Message,
  userIds: readonly string[],
  options: PlanOptions,
): Promise<PlannedTarget[]> {
  return planRecipients(ports, message, await findRecipients(ports, message, userIds), options);
}

/** Needs only the conversation, so that a flow may read the recipients while it still prepares the message. */
export function findRecipients(
  ports: Pick<PeoplePorts, 'recipients'>,
  conversation: Pick<Message, 'from' | 'group'>,
  userIds: readonly string[],
): Promise<Recipient[]> {
  const { from, group } = conversation;
  const about = { from, conversationId: conversationIdOf(from, group?.groupId), generation: group?.generation };
  return ports.recipients.findAll([...new Set(userIds)], about);
}

export async function planRecipients(
  ports: Omit<PlanPorts, 'recipients'>,
  message: Message,
  recipients: readonly Recipient[],
  { badges, isToMany = false, onDecided }: PlanOptions,
): Promise<PlannedTarget[]> {
  const occasion = await occasionOf(ports, message, recipients);
  const nowMs = ports.clock.nowMs();
  const decisions = recipients.flatMap((recipient) => decideOrFail(ports, occasion, recipient, nowMs));
  const failed = new Set(
    decisions.flatMap(({ decision, recipient }) => (decision.decision === 'fail' ? [recipient] : [])),
  );
  const decided = recipients.filter((recipient) => !failed.has(recipient));
  onDecided?.({
    occasion,
    recipients: decided,
    nowMs,
    hasContent: hasContent(message.elements),
    policyUse: message.policyUse,
  });
  const plans = decisions.map(({ decision }) => decision);
  const phonesCount = await appsThatCount(ports, message, recipients);
  const isCounted = (plan: Decision | FailedPlan): plan is PushDecision =>
    plan.decision === 'push' && !phonesCount.has(plan.device.appId);
  const [badgeOf, ticketKey] = await Promise.all([
    readBadges(ports, message, plans.filter(isCounted), badges),
    takesReceipts(message, plans) ? ticketKeyOrNone(ports) : undefined,
  ]);
  const { messageId, createdAtMs } = message;
  const ticketed = { messageId, createdAtMs, isToMany };
  return decisions.map(({ decision, recipient: { profile } }) => {
    if (decision.decision !== 'push') return decision;
    const locale = readerLocale(decision.device, profile, ports.defaultLanguage);
    const receipt = ticketKey && signReceiptTicket(ticketKey, ticketed, decision.device);
    const view = { locale, badge: badgeOf(decision), isSilent: decision.isSilent, receipt };
    const { appId } = decision.device;
    const { target } = decision;
    const shown = phonesCount.has(appId) ? withPhoneCount(message) : message;
    return orFail(
      ports,
      target,
      () =>
        planPush(shown, decision, view) ??
        planPush(message, decision, view) ??
        // Its size was checked for every possible push, or it was refused. A message of 0.3.0 may be too large.
        ({ decision: 'skip', target, rule: 'territory' } as const),
    );
  });
}

/** A message that rings is reported as a call, and has no receipts. */
function takesReceipts({ offlinePush }: Message, decisions: readonly (Decision | FailedPlan)[]): boolean {
  return pushTypeOf(offlinePush) !== 'voip' && decisions.some(({ decision }) => decision === 'push');
}

interface DecidedTarget {
  decision: Decision | FailedPlan;
  recipient: Recipient;
}

function decideOrFail(
  ports: Pick<PlanPorts, 'log'>,
  occasion: Occasion,
  recipient: Recipient,
  nowMs: number,
): DecidedTarget[] {
  const { userId, fault } = recipient;
  if (fault !== undefined) {
    ports.log.error('cannot read recipient', errorFields(fault));
    return [{ decision: { decision: 'fail', target: { userId }, reason: 'unreadable' }, recipient }];
  }
  const decisions = orFail(ports, { userId }, () => decide(occasion, recipient, nowMs));
  return [decisions].flat().map((decision) => ({ decision, recipient }));
}

function orFail<T>(ports: Pick<PlanPorts, 'log'>, target: Target, plan: () => T): T | FailedPlan {
  try {
    return plan();
  } catch (error) {
    ports.log.error('target not planned', errorFields(error));
    return { decision: 'fail', target, reason: 'internal_error' };
  }
}

async function occasionOf(
  ports: Pick<PlanPorts, 'apps'>,
  message: Message,
  recipients: readonly Recipient[],
): Promise<Occasion> {
  const { from, elements, mentions, onlineUserOnly, isDisabledByPolicy = false } = message;
  const asked = askedBy(message.offlinePush, { hasContent: hasContent(elements) });
  // Only what rings through CallKit is bound to a territory.
  const ringing =
    asked.pushType === 'voip' ? recipients.flatMap(({ devices }) => devices.filter(({ territory }) => territory)) : [];
  const apps = await rulesOfApps(
    ports,
    ringing.map(({ appId }) => appId),
  );
  return {
    ...asked,
    from,
    onlineUserOnly,
    isDisabledByPolicy,
    mentions,
    groupLevel: message.group?.defaultLevel,
    isForced: message.isForced,
    territoryRuleOf: (appId) => apps.get(appId)?.territoryRule,
  };
}

/** @returns undefined if it is too large. */
function planPush(message: Message, decision: PushDecision, view: AlertView): PlannedTarget | undefined {
  const { target, device, token, rule, pushType } = decision;
  const prepared = preparedMessage(message, pushType, view);
  if (prepared === undefined) return undefined;
  const { messageId, createdAtMs, offlinePush: push } = message;
  const apnsId = apnsIdOf({ messageId, userId: target.userId, deviceId: target.deviceId, kind: pushType });
  const headers = apnsHeaders(device.appId, pushType, apnsId, createdAtMs, {
    // An alert instead of a ring expires when the ring would.
    ttlSeconds: push.ttlSeconds ?? (rule === 'territory' ? voipMessageRingMs / 1000 : undefined),
    collapseId: pushType === 'alert' || isChosenForBackground(message) ? collapseIdOf(message) : undefined,
    priority: push.priority && apnsPriorities[push.priority],
  });
  const notes: PushNote[] = [
    ...(pushType === 'alert' && device.permission === 'denied' ? (['permission_denied'] as const) : []),
    ...prepared.notes,
    ...(decision.isForced ? (['forced'] as const) : []),
  ];
  const occasion = retryOccasionOf(message, target.userId);
  return {
    decision: 'push',
    target,
    device,
    token,
    rule,
    pushType,
    headers,
    ...prepared,
    notes,
    occasion,
    ...(isExternal(device) && { about: { purpose: pushType === 'voip' ? 'ring' : 'message', messageId } }),
  };
}

function retryOccasionOf(
  { offlinePush, mentions, group, isForced }: Message,
  userId: string,
): RetryOccasion | undefined {
  const groupLevel = group?.defaultLevel;
  const occasion: RetryOccasion = {
    ...(offlinePush.pushWhen === 'always' && { alsoOnline: true }),
    ...(mentionsUser(mentions, userId) && { isMentioned: true }),
    ...(groupLevel && { groupLevel }),
    ...(isForced && { isForced }),
  };
  return Object.keys(occasion).length === 0 ? undefined : occasion;
}

/** A wake-up shows nothing that could appear twice, but its sender may want only the newest to be stored. */
function isChosenForBackground({ offlinePush }: Message): boolean {
  return pushTypeOf(offlinePush) === 'background' && offlinePush.collapseId !== undefined;
}

/** A push that arrives twice shows once. Messages that version 0.3.0 has queued have the ID as it was given. */
function collapseIdOf({ apnsCollapseId, messageId, offlinePush }: Message): string {
  return apnsCollapseId ?? offlinePush.collapseId ?? messageId;
}

/** Modes in which the server counts, or stores what is counted on from. */
export const countedModes: ReadonlySet<BadgeMode> = new Set<BadgeMode>(['increment', 'set']);

/** One count for each user and app with a push, however many phones: their badges agree. */
async function readBadges(
  ports: Pick<PlanPorts, 'badges' | 'log'>,
  message: Message,
  decisions: readonly PushDecision[],
  reading: BadgeReading,
): Promise<(decision: PushDecision) => number | undefined> {
  const { mode, value } = message.offlinePush.badge ?? { mode: 'increment' };
  if (pushTypeOf(message.offlinePush) !== 'alert' || !countedModes.has(mode)) return () => undefined;
  const owners = new Map<string, { userId: string; appId: string }>();
  for (const decision of decisions) {
    const { userId, appId } = decision.device;
    owners.set(keyOf(userId, appId), { userId, appId });
  }
  const read = async (userId: string, appId: string): Promise<number> => {
    if (mode === 'set') {
      if (reading === 'count') await ports.badges.set(userId, appId, value ?? 0);
      return value ?? 0;
    }
    return reading === 'count'
      ? ports.badges.increment(userId, appId, value ?? 1, message.messageId)
      : (await ports.badges.peek(userId, appId)) + (value ?? 1);
  };
  // An alert without a badge is better than none: the app's icon keeps the one it has.
  const readOrLeave = (userId: string, appId: string) =>
    read(userId, appId).catch((error: unknown) => {
      ports.log.error('badge not counted', errorFields(error));
      return undefined;
    });
  const badges = new Map(
    await Promise.all(
      [...owners].map(async ([owner, { userId, appId }]) => [owner, await readOrLeave(userId, appId)] as const),
    ),
  );
  return ({ device }) => badges.get(keyOf(device.userId, device.appId));
}
