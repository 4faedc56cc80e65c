/** What decided who got a message: kept, so that the decision can be made again. */
import { mentionsUser } from '../../content/message.ts';
import type { OfflinePush } from '../../content/offlinePush.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { type Circumstances, circumstancesOf } from '../../push/rules/circumstances.ts';
import type { Occasion } from '../../push/rules/decide.ts';
import type { TerritoryRule } from '../../team/rules/territory.ts';

/** How a policy came to apply to a message. */
export interface PolicyUse {
  /** The message's own settings, with `policyId`, as `maskedSettings` leaves them: without what they say. */
  own: OfflinePush;
  /** A server may use every policy. */
  isFromServer: boolean;
  /** The message shows something even without a text of its settings. */
  hasContent: boolean;
}

/** The occasion as it is kept: rules of apps as a list, and mentions by user. */
export interface KeptOccasion extends Omit<Occasion, 'from' | 'mentions' | 'territoryRuleOf'> {
  /** Of apps with a phone that reports its territory. Only for a message that rings. */
  territoryRules?: Readonly<Record<string, TerritoryRule>> | undefined;
  policy?: PolicyUse | undefined;
}

export interface KeptRecipient extends Circumstances {
  isMentioned: boolean;
}

export interface Moment {
  occasion: KeptOccasion;
  recipients: readonly KeptRecipient[];
}

/**
 * @param recipients those whose data could be read: nothing is known about the others.
 * @param nowMs epoch milliseconds: when it was decided.
 */
export function momentOf(
  { from: _from, mentions = [], territoryRuleOf, ...occasion }: Occasion,
  recipients: readonly Recipient[],
  nowMs: number,
  policy?: PolicyUse,
): Moment {
  const readable = recipients.filter(({ fault }) => fault === undefined);
  const kept = readable.map((recipient) => ({
    ...circumstancesOf(recipient, nowMs),
    isMentioned: mentionsUser(mentions, recipient.userId),
  }));
  const territoryRules: Record<string, TerritoryRule> = {};
  for (const { appId, territory } of kept.flatMap(({ devices }) => devices)) {
    const rule = occasion.pushType === 'voip' && territory !== undefined ? territoryRuleOf?.(appId) : undefined;
    if (rule !== undefined) territoryRules[appId] = rule;
  }
  return { occasion: { ...occasion, territoryRules, policy }, recipients: kept };
}

/** The occasion for one of its recipients. */
export function occasionFor(
  from: string,
  { territoryRules = {}, policy: _policy, ...occasion }: KeptOccasion,
  { userId, isMentioned }: KeptRecipient,
): Occasion {
  return {
    ...occasion,
    from,
    mentions: isMentioned ? [userId] : [],
    territoryRuleOf: (appId) => (Object.hasOwn(territoryRules, appId) ? territoryRules[appId] : undefined),
  };
}
