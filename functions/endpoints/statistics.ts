import { answer } from '../../shared/api/answer.ts';
import { ledgerView } from '../../shared/api/ledgerView.ts';
import type { statisticsOperations } from '../../shared/api/schemas/statistics.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { dayView, monthView } from '../../shared/api/statisticsView.ts';
import { type SpendingPorts, spendingNow } from '../../shared/broadcasts/flows/budget.ts';
import type { LedgerStore } from '../../shared/ledger/ports.ts';
import { phoneReport } from '../../shared/push/rules/phoneReport.ts';
import { lastDays } from '../../shared/push/rules/statistics.ts';

/** What the statistics function answers, whatever stands behind its ports. */
export function statisticsEndpoints(
  ports: SpendingPorts & { budgetUsd: number | undefined; ledger: Pick<LedgerStore, 'read'> },
): Endpoints<typeof statisticsOperations> {
  return {
    'GET /v1/server/stats': async ({ query: { days, appId, by } }) => {
      const wanted = lastDays(ports.clock.nowMs(), days);
      const [found, spending, ledger] = await Promise.all([
        ports.statistics.read(wanted),
        spendingNow(ports),
        ports.ledger.read(wanted[0] ?? '', wanted.at(-1) ?? ''),
      ]);
      return answer(200, {
        days: dayView(found, appId),
        phones: phoneReport(
          found.phones.filter((each) => appId === undefined || each.appId === appId),
          by,
        ),
        apple: ledgerView(ledger, found.phones, appId),
        month: monthView(spending, ports.budgetUsd),
      });
    },
  };
}
