/** The types of all events, as `detail-type` on the bus and as `type` in webhooks. */
import { callStates } from '../../calls/rules/callState.ts';
import { wantedPushType } from '../../push/rules/externalPush.ts';
import { callReportEvents, receiptEvents } from '../../push/rules/receipt.ts';

export const callEventTypes = [...callStates.map((state) => `call.${state}` as const), 'call.changed'] as const;
export const messageEventTypes = ['message.sent', 'message.updated'] as const;
export const receiptEventTypes = [...receiptEvents, ...callReportEvents].map((event) => `receipt.${event}` as const);
export const tokenEventTypes = ['token.dropped', 'token.quarantined', 'token.repaired'] as const;
export const userEventTypes = ['user.erased'] as const;

export const eventTypes = [
  ...callEventTypes,
  ...messageEventTypes,
  ...receiptEventTypes,
  ...tokenEventTypes,
  ...userEventTypes,
  wantedPushType,
] as const;
export type EventType = (typeof eventTypes)[number];

export const eventSubjects = ['call', 'message', 'receipt', 'token', 'user', 'push'] as const;
export type EventSubject = (typeof eventSubjects)[number];

/** What a stage publishes, on its event bus and to its webhooks. */
export const publishedEvents = ['none', 'calls', 'all'] as const;
export type PublishedEvents = (typeof publishedEvents)[number];

const publishedSubjects: Readonly<Record<PublishedEvents, readonly EventSubject[]>> = {
  none: [],
  calls: ['call', 'push'],
  all: eventSubjects,
};

/** Those of these patterns that no event of the stage will match. @param patterns event types, `<subject>.*`, or `*`. */
export function unpublished(patterns: readonly string[], published: PublishedEvents): string[] {
  const subjects: readonly string[] = publishedSubjects[published];
  return patterns.filter((pattern) =>
    pattern === '*' ? subjects.length === 0 : !subjects.includes(subjectOf(pattern)),
  );
}

export function isPublishedEvents(text: string): text is PublishedEvents {
  return (publishedEvents as readonly string[]).includes(text);
}

const subjectOf = (pattern: string): string => pattern.split('.')[0] ?? '';
