/** What decided who got a message: kept, so that the decision can be made again. */
import { mentionsUser, type PolicyUse } from '../../content/message.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { type Circumstances, circumstancesOf } from '../../push/rules/circumstances.ts';
import type { Occasion } from '../../push/rules/decide.ts';
import type { TerritoryRule } from '../../team/rules/territory.ts';

/** The occasion as it is kept: rules of apps as a list, and mentions by user. */
export interface KeptOccasion extends Omit<Occasion, 'from' | 'mentions' | 'territoryRuleOf'> {
  /** Those of the apps whose phones report a territory. Only for a message that rings. */
  territoryRules?: Readonly<Record<string, TerritoryRule>> | undefined;
  /** Its elements show something, whatever its settings say. */
  hasContent: boolean;
  policyUse?: PolicyUse | undefined;
}

export interface KeptRecipient extends Circumstances {
  isMentioned: boolean;
}

export interface Moment {
  occasion: KeptOccasion;
  recipients: readonly KeptRecipient[];
}

/** Everything that a decision was made from. */
export interface Decided extends Pick<KeptOccasion, 'hasContent' | 'policyUse'> {
  occasion: Occasion;
  /** Those who were decided on: nothing is known about the others. */
  recipients: readonly Recipient[];
  /** Epoch milliseconds. */
  nowMs: number;
}

/** What of it is kept. */
export function momentOf({ occasion: decided, recipients, nowMs, hasContent, policyUse }: Decided): Moment {
  const { from: _from, mentions = [], territoryRuleOf, ...occasion } = decided;
  const kept = recipients.map((recipient) => ({
    ...circumstancesOf(recipient, nowMs),
    isMentioned: mentionsUser(mentions, recipient.userId),
  }));
  const territoryRules: Record<string, TerritoryRule> = {};
  for (const { appId, territory } of kept.flatMap(({ devices }) => devices)) {
    const rule = occasion.pushType === 'voip' && territory !== undefined ? territoryRuleOf?.(appId) : undefined;
    if (rule !== undefined) territoryRules[appId] = rule;
  }
  return { occasion: { ...occasion, territoryRules, hasContent, policyUse }, recipients: kept };
}

/** The occasion for one of its recipients. */
export function occasionFor(
  from: string,
  { territoryRules = {}, hasContent: _hasContent, policyUse: _policyUse, ...occasion }: KeptOccasion,
  { userId, isMentioned }: KeptRecipient,
): Occasion {
  return {
    ...occasion,
    from,
    mentions: isMentioned ? [userId] : [],
    territoryRuleOf: (appId) => (Object.hasOwn(territoryRules, appId) ? territoryRules[appId] : undefined),
  };
}
