/** The event of a finished erasure, from its receipt before and after. Pure. */
import { isoTime } from '../../platform/isoTime.ts';
import type { ErasedCounts, Erasure } from '../../userData/rules/erasure.ts';
import { type Change, type EventFacts, factsOf } from './eventFacts.ts';
import type { userEventTypes } from './eventTypes.ts';

export type UserEventType = (typeof userEventTypes)[number];

/** The `detail` of `user.erased`. */
export interface UserEventDetail extends EventFacts {
  /** The ID that the team gave the user: its own systems may have to erase them too. */
  userId: string;
  erasureId: string;
  /** ISO 8601, UTC, as is `finishedAt`. */
  requestedAt: string;
  finishedAt: string;
  /** How many items were deleted, by kind. */
  counts: ErasedCounts;
}

export interface UserDomainEvent {
  type: UserEventType;
  detail: UserEventDetail;
}

/** The receipt as it is stored: it names the user while the erasure runs. */
export type StoredErasure = Erasure & { userId?: string | undefined };

/** One event, for the write that finishes the erasure: that write also removes the user ID from the receipt. */
export function userEvents(change: Change, before: StoredErasure | undefined, after: StoredErasure): UserDomainEvent[] {
  const { erasureId, requestedAtMs, finishedAtMs, counts } = after;
  if (before?.userId === undefined || before.erasureId !== erasureId) return [];
  if (after.state !== 'finished' || finishedAtMs === undefined) return [];
  const times = { requestedAt: isoTime(requestedAtMs), finishedAt: isoTime(finishedAtMs) };
  return [{ type: 'user.erased', detail: { ...factsOf(change), userId: before.userId, erasureId, ...times, counts } }];
}
