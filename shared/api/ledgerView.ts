import type { LedgerDay } from '../ledger/ports.ts';
import { compareDay } from '../ledger/rules/compareDay.ts';
import { isFinal } from '../ledger/rules/exportRange.ts';
import { acceptedOn } from '../ledger/rules/ownCount.ts';
import { discardReason } from '../ledger/rules/pushState.ts';
import type { DayPhoneCounts } from '../push/rules/phoneStatistics.ts';

/** Apple's counts of each day and app beside Ringpost's, oldest first. @param appId of a single app. */
export function ledgerView(days: readonly LedgerDay[], phones: readonly DayPhoneCounts[], appId: string | undefined) {
  return days
    .filter((each) => appId === undefined || each.appId === appId)
    .map(({ day, appId: app, requestedAtMs, counts }) => {
      const { least, most, ...compared } = compareDay(acceptedOn(day, app, phones), counts);
      return {
        day,
        appId: app,
        ...compared,
        appleLeast: least,
        appleMost: most,
        isFinal: isFinal(day, requestedAtMs),
        counts: counts.map((count) => ({ ...count, reason: discardReason(count.status) })),
      };
    });
}
