/** What a team lets the users of its apps do to each other, and know about each other. Servers are exempt. */

/**
 * `coarse`: one outcome for each recipient, the same for everything that is a recipient's own business. `full`: as for
 * servers.
 */
export const outcomeDetails = ['coarse', 'full'] as const;
export type OutcomeDetail = (typeof outcomeDetails)[number];

/** From whom users accept messages, calls and invitations to groups, from the most open rule to the strictest. */
export const contactRules = ['everybody', 'common_group', 'server_only'] as const;
export type ContactRule = (typeof contactRules)[number];

/** How often a user may do something in a minute. */
export interface UserRates {
  messages: number;
  calls: number;
  groupAdditions: number;
  registrations: number;
  /** Receipts, however many of them are in one request. */
  receipts: number;
}

export const defaultRates: UserRates = {
  messages: 120,
  calls: 20,
  groupAdditions: 60,
  registrations: 30,
  // A chat that was offline for a while reports many messages as delivered, shown and tapped at once.
  receipts: 1200,
};

/** Name of a setting of `offlinePush` in `usersMayNotSet`: by itself, or with one of its values or members. */
export const restrictableSettings = [
  'disabled',
  'pushType',
  'pushType.alert',
  'pushType.voip',
  'pushType.background',
  'pushWhen',
  'pushWhen.offline',
  'pushWhen.always',
  'policyId',
  'title',
  'subtitle',
  'desc',
  'texts',
  'variables',
  'titleLocKey',
  'titleLocArgs',
  'subtitleLocKey',
  'subtitleLocArgs',
  'locKey',
  'locArgs',
  'contentFree',
  'ext',
  'sound',
  'sound.critical',
  'sound.volume',
  'badge',
  'badge.none',
  'badge.set',
  'badge.increment',
  'badge.app',
  'interruptionLevel',
  'interruptionLevel.passive',
  'interruptionLevel.active',
  'interruptionLevel.time-sensitive',
  'interruptionLevel.critical',
  'relevanceScore',
  'threadId',
  'category',
  'collapseId',
  'ttlSeconds',
  'priority',
  'priority.high',
  'priority.normal',
  'priority.low',
  'mutableContent',
  'image',
  'wakeInBackground',
  'communication',
  'foreground',
  'foreground.show',
  'foreground.hide',
  'voip',
  'voip.handle',
  'voip.callerName',
  'voip.hasVideo',
] as const;
export type RestrictableSetting = (typeof restrictableSettings)[number];

/** The apps that a stage is for. */
export interface RuledApps {
  /** Absent: any app is accepted, as in the lab. */
  appIds?: readonly string[] | undefined;
  /** The lab's own app, which shows everything unless its settings say otherwise. */
  demoAppId?: string | undefined;
}

/** A team's decisions about the users of one of its apps. */
export interface UserRules {
  outcomesForUsers: OutcomeDetail;
  contacts: ContactRule;
  usersMayNotSet: readonly RestrictableSetting[];
  /** Hosts of users' pictures: `cdn.example.com`, or `*.example.com` for those below it. Absent: any. */
  imageHosts?: readonly string[] | undefined;
  rates: UserRates;
}

/** The part of an app's settings that is about its users, as stored: absent ones are as in {@link defaultUserRules}. */
export type UserRuleSettings = {
  readonly [K in Exclude<keyof UserRules, 'rates'>]?: UserRules[K] | undefined;
} & { rates?: Partial<UserRates> | undefined };

export const defaultUserRules: UserRules = {
  outcomesForUsers: 'coarse',
  contacts: 'everybody',
  usersMayNotSet: ['sound.critical', 'interruptionLevel.critical', 'badge.set', 'pushWhen'],
  rates: defaultRates,
};

/** @param settings stored by the team; absent: the defaults. */
export function userRulesOf(settings: UserRuleSettings = {}): UserRules {
  const { outcomesForUsers, contacts, usersMayNotSet, imageHosts, rates } = settings;
  return {
    outcomesForUsers: outcomesForUsers ?? defaultUserRules.outcomesForUsers,
    contacts: contacts ?? defaultUserRules.contacts,
    usersMayNotSet: usersMayNotSet ?? defaultUserRules.usersMayNotSet,
    imageHosts,
    rates: { ...defaultRates, ...rates },
  };
}

/** Combination of the rules of several apps. @param rules at least one. */
export function strictestOf(rules: readonly UserRules[]): UserRules {
  return rules.reduce((one, other) => {
    const imageHosts = narrowerHosts(one.imageHosts, other.imageHosts);
    return {
      outcomesForUsers: one.outcomesForUsers === 'full' ? other.outcomesForUsers : one.outcomesForUsers,
      contacts:
        contactRules[Math.max(...[one, other].map(({ contacts }) => contactRules.indexOf(contacts)))] ?? 'server_only',
      usersMayNotSet: [...new Set([...one.usersMayNotSet, ...other.usersMayNotSet])],
      imageHosts,
      rates: lowerRates(one.rates, other.rates),
    };
  });
}

/** @param host as in URLs: in lower case. */
export function isHostAmong(hosts: readonly string[], host: string): boolean {
  return hosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
}

/** A pattern of one list counts if the other list allows everything that it matches. */
function narrowerHosts(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  const within = (hosts: readonly string[]) => (pattern: string) =>
    hosts.includes(pattern) || isHostAmong(hosts, pattern.replace(/^\*/, ''));
  return [...new Set([...one.filter(within(other)), ...other.filter(within(one))])];
}

function lowerRates(one: UserRates, other: UserRates): UserRates {
  return {
    messages: Math.min(one.messages, other.messages),
    calls: Math.min(one.calls, other.calls),
    groupAdditions: Math.min(one.groupAdditions, other.groupAdditions),
    registrations: Math.min(one.registrations, other.registrations),
    receipts: Math.min(one.receipts, other.receipts),
  };
}
