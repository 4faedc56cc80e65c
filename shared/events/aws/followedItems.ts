/**
 * Records of the table's stream that reach the function `events`. Read by `cdk/` and the lab, so that they cannot
 * differ.
 */
import { callSort, messageSort } from '../../platform/table/keys.ts';

/** Not REMOVE: time-to-live deletes what nobody needs any more. */
export const followedWrites = ['INSERT', 'MODIFY'] as const;

/** Sort keys of the items. @param messageEvents whether messages have events too, and not only calls. */
export function followedSorts(messageEvents: boolean): string[] {
  return messageEvents ? [callSort, messageSort] : [callSort];
}
