/** What other rules would have made of messages that were sent. Pure; sends nothing. */
import type { MessagePushType, Policy } from '../../content/offlinePush.ts';
import type { ConversationLevel } from '../../people/rules/conversationLevel.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { Ruling } from '../../push/rules/decide.ts';
import type { TerritoryRule } from '../../team/rules/territory.ts';
import { applyPolicy } from './applyPolicy.ts';
import { askedBy } from './askedBy.ts';
import type { KeptOccasion, KeptRecipient, Moment } from './moment.ts';
import { rulingsOf } from './replay.ts';

/** Rules that are not named stay as they were. */
export interface ChangedRules {
  /** `null`: the policy is removed. */
  policies: Readonly<Record<string, Policy | null>>;
  /** By app. */
  territoryRules: Readonly<Record<string, TerritoryRule>>;
  /** Default levels, by group. */
  groupLevels: Readonly<Record<string, ConversationLevel>>;
}

export interface SentMoment {
  from: string;
  groupId?: string | undefined;
  moment: Moment;
}

export interface RehearsedPush {
  userId: string;
  deviceId: string;
  /** `silenced`: it would not be pushed. `reached`: it would. `changed`: it would be pushed in another way. */
  effect: 'silenced' | 'reached' | 'changed';
  /** Why it was pushed or not, and why it would be or not. */
  before: string;
  after: string;
}

export interface Rehearsed {
  /** Why the whole message would have been refused. */
  refused?: 'unknown_policy' | 'policy_conflict' | undefined;
  pushes: RehearsedPush[];
  /** Recipients on whom nothing can be said: a rule that now decides was not kept. */
  unknown: string[];
}

export function rehearse(
  { from, groupId, moment: { occasion, recipients } }: SentMoment,
  rules: ChangedRules,
): Rehearsed {
  const changed = changedOccasion(occasion, groupId, rules);
  const refused = typeof changed === 'string' ? changed : undefined;
  const pushes: RehearsedPush[] = [];
  const unknown: string[] = [];
  for (const recipient of recipients) {
    if (typeof changed !== 'string' && lacksRule(changed, recipient)) {
      unknown.push(recipient.userId);
      continue;
    }
    const after = typeof changed === 'string' ? [] : rulingsOnDevices(from, changed, recipient);
    for (const before of rulingsOnDevices(from, occasion, recipient)) {
      const push = difference(
        before,
        after.find(({ target }) => target.deviceId === before.target.deviceId) ?? refused,
      );
      if (push !== undefined) pushes.push(push);
    }
  }
  return { refused, pushes, unknown };
}

function changedOccasion(
  occasion: KeptOccasion,
  groupId: string | undefined,
  { policies, territoryRules, groupLevels }: ChangedRules,
): KeptOccasion | 'unknown_policy' | 'policy_conflict' {
  const { policyUse, hasContent } = occasion;
  const changed = {
    ...occasion,
    territoryRules: { ...occasion.territoryRules, ...territoryRules },
    groupLevel: (groupId === undefined ? undefined : own(groupLevels, groupId)) ?? occasion.groupLevel,
  };
  const policy = policyUse?.own.policyId === undefined ? undefined : own(policies, policyUse.own.policyId);
  if (policyUse === undefined || policy === undefined) return changed;
  const applied = applyPolicy(policy ?? undefined, policyUse.own, policyUse);
  if (isRefusal(applied)) return applied.refusal === 'policy_conflict' ? 'policy_conflict' : 'unknown_policy';
  const { offlinePush, isDisabledByPolicy } = applied;
  return { ...changed, ...askedBy(offlinePush, { hasContent }), isDisabledByPolicy };
}

/** It rings now and did not before, and the phone's territory may have a rule. */
function lacksRule({ pushType, territoryRules = {} }: KeptOccasion, { devices }: KeptRecipient): boolean {
  if (pushType !== 'voip') return false;
  return devices.some(
    ({ appId, territory, tokens }) =>
      territory !== undefined && tokens.external === undefined && own(territoryRules, appId) === undefined,
  );
}

/** A user who is skipped as a whole is skipped on each device. */
function rulingsOnDevices(from: string, occasion: KeptOccasion, recipient: KeptRecipient): Ruling[] {
  const { userId, devices } = recipient;
  return rulingsOf(from, occasion, recipient).flatMap((ruling): Ruling[] => {
    if (ruling.decision === 'push' || ruling.target.deviceId !== undefined) return [ruling];
    return devices.map(({ deviceId }) => ({ ...ruling, target: { userId, deviceId } }));
  });
}

interface Way {
  pushType: MessagePushType;
  isSilent: boolean;
}

/** @param now a code if the whole message would be refused. */
function difference(before: Ruling, now: Ruling | string | undefined): RehearsedPush | undefined {
  const { userId, deviceId } = before.target;
  if (deviceId === undefined || now === undefined) return undefined;
  const push = { userId, deviceId, before: wordsOf(before), after: typeof now === 'string' ? now : wordsOf(now) };
  const isPushed = typeof now !== 'string' && now.decision === 'push';
  if (before.decision === 'skip') return isPushed ? { ...push, effect: 'reached' } : undefined;
  if (!isPushed) return { ...push, effect: 'silenced' };
  return isSameWay(before, now) ? undefined : { ...push, effect: 'changed' };
}

function isSameWay(one: Way, other: Way): boolean {
  return one.pushType === other.pushType && one.isSilent === other.isSilent;
}

/** `offline`, `offline, silent`, `territory, alert` */
function wordsOf(ruling: Ruling): string {
  if (ruling.decision === 'skip') return ruling.rule;
  const { rule, pushType, isSilent } = ruling;
  return [rule, ...(pushType === 'alert' ? [] : [pushType]), ...(isSilent ? ['silent'] : [])].join(', ');
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
