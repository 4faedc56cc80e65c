/**
 * Records of the table's stream that reach the functions `callChanges` and `events`. Read by `cdk/` and the lab, so that
 * they cannot differ.
 */
import {
  callReportPrefix,
  callSort,
  erasureSort,
  messageSort,
  reachSort,
  receiptPrefix,
} from '../../platform/table/keys.ts';
import type { PublishedEvents } from '../rules/eventTypes.ts';

/** Not REMOVE: time-to-live deletes what nobody needs any more. */
export const followedWrites = ['INSERT', 'MODIFY'] as const;

/** Items that a function follows, by their sort keys. */
export interface FollowedItems {
  /** Whole sort keys. */
  sorts: readonly string[];
  /** Beginnings of sort keys. */
  prefixes: readonly string[];
}

/** Items that `callChanges` follows. */
export const followedCalls: FollowedItems = { sorts: [callSort], prefixes: [] };

/** Items that `events` follows. `all`: also messages, receipts, erasures, and what a user's item says about tokens. */
export const followedByEvents: Readonly<Record<PublishedEvents, FollowedItems>> = {
  none: { sorts: [], prefixes: [] },
  calls: followedCalls,
  all: { sorts: [callSort, messageSort, reachSort, erasureSort], prefixes: [receiptPrefix, callReportPrefix] },
};

/** Whether an item with this sort key is followed. */
export function isFollowedSort({ sorts, prefixes }: FollowedItems, sort: string): boolean {
  return sorts.includes(sort) || prefixes.some((prefix) => sort.startsWith(prefix));
}
