import type { StoredItem } from '../../platform/table/item.ts';
import { reportedOutcomesFrom } from '../../push/table/reportedOutcomeStore.ts';
import type { MessageOverview } from '../rules/record.ts';
import { withReported } from '../rules/withReported.ts';

/** @param items of outcomes that the team's function has reported about the message. */
export function withReportedItems(overview: MessageOverview, items: readonly StoredItem[]): MessageOverview {
  return withReported(overview, reportedOutcomesFrom(items));
}
