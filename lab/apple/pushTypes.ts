/**
 * The push types with their topics, priorities and size limits. Source: Apple, "Sending notification requests to APNs";
 * priorities of `liveactivity` from ActivityKit.
 */

/** What tokens are made for. Each kind has its own topic: the bundle ID with this suffix. */
export const topicSuffixes = {
  alert: '',
  voip: '.voip',
  complication: '.complication',
  fileprovider: '.pushkit.fileprovider',
  location: '.location-query',
  liveactivity: '.push-type.liveactivity',
  pushtotalk: '.voip-ptt',
  widgets: '.push-type.widgets',
  controls: '.push-type.controls',
} as const satisfies Record<string, string>;

export type TopicKind = keyof typeof topicSuffixes;

interface PushTypeRule {
  topicKind: TopicKind;
  /** Legal values of `apns-priority`. */
  priorities: readonly string[];
  topicPrefix?: string | undefined;
}

const anyPriority: readonly string[] = ['10', '5', '1'];

const pushTypes: Readonly<Record<string, PushTypeRule>> = {
  alert: { topicKind: 'alert', priorities: anyPriority },
  background: { topicKind: 'alert', priorities: ['5'] },
  voip: { topicKind: 'voip', priorities: anyPriority },
  complication: { topicKind: 'complication', priorities: anyPriority },
  fileprovider: { topicKind: 'fileprovider', priorities: anyPriority },
  mdm: { topicKind: 'alert', priorities: anyPriority, topicPrefix: 'com.apple.mgmt.' },
  location: { topicKind: 'location', priorities: ['10', '5'] },
  liveactivity: { topicKind: 'liveactivity', priorities: ['10', '5'] },
  pushtotalk: { topicKind: 'pushtotalk', priorities: anyPriority },
  widgets: { topicKind: 'widgets', priorities: anyPriority },
  controls: { topicKind: 'controls', priorities: anyPriority },
};

/** Undefined for a type that Apple does not document; types are case-sensitive. */
export function pushTypeRule(pushType: string): PushTypeRule | undefined {
  return Object.hasOwn(pushTypes, pushType) ? pushTypes[pushType] : undefined;
}

/** Allowed values of `apns-priority`. A push without a type, or with an unknown one, must follow the rule for all. */
export function legalPriorities(pushType: string | undefined): readonly string[] {
  return (pushType === undefined ? undefined : pushTypeRule(pushType)?.priorities) ?? anyPriority;
}

export function topicFor(bundleId: string, kind: TopicKind): string {
  return bundleId + topicSuffixes[kind];
}

export function kindOfTopic(topic: string): TopicKind {
  const kinds = Object.keys(topicSuffixes) as TopicKind[];
  return kinds.find((kind) => kind !== 'alert' && topic.endsWith(topicSuffixes[kind])) ?? 'alert';
}

/**
 * Apple sets the larger limit for VoIP pushes without saying what makes a push one: the type or the topic. Either does
 * here.
 */
export function maximumPayloadBytes(pushType: string | undefined, topic: string): number {
  return pushType === 'voip' || kindOfTopic(topic) === 'voip' ? 5120 : 4096;
}
