/**
 * Records of the table's stream that reach the functions `callChanges` and `events`. Read by `cdk/` and the lab, so that
 * they cannot differ.
 */
import { callSort, messageSort } from '../../platform/table/keys.ts';

/** Not REMOVE: time-to-live deletes what nobody needs any more. */
export const followedWrites = ['INSERT', 'MODIFY'] as const;

/** What a stage publishes on its event bus. */
export type PublishedEvents = 'none' | 'calls' | 'all';

/** Sort keys of the items that `callChanges` follows. */
export const followedCalls: readonly string[] = [callSort];

/** Sort keys of the items that `events` follows. */
export const followedByEvents: Readonly<Record<PublishedEvents, readonly string[]>> = {
  none: [],
  calls: [callSort],
  all: [callSort, messageSort],
};
