/** What of the table's stream reaches the function `events`. Read by `cdk/` and the lab, so that they cannot differ. */
import { callSort, messageSort } from '../../platform/table/keys.ts';

/** Not REMOVE: time-to-live deletes what nobody asks for any more. */
export const followedWrites = ['INSERT', 'MODIFY'] as const;

/** Sort keys of the items. @param messageEvents whether messages are told of, and not calls alone. */
export function followedSorts(messageEvents: boolean): string[] {
  return messageEvents ? [callSort, messageSort] : [callSort];
}
