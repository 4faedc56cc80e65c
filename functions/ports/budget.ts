import { openBudget, type SpendingPorts } from '../../shared/broadcasts/flows/budget.ts';
import type { BroadcastPorts, Budget } from '../../shared/broadcasts/ports.ts';
import { spendingStore } from '../../shared/broadcasts/table/spendingStore.ts';
import { optionalVariable } from '../../shared/platform/aws/environment.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { statisticsStore } from '../../shared/push/table/statisticsStore.ts';

/** US dollars a month; undefined on a stage without a budget. */
export function monthlyBudgetUsd(): number | undefined {
  const text = optionalVariable('RINGPOST_MONTHLY_BUDGET_USD');
  return text === undefined ? undefined : Number(text);
}

export function spendingPorts(table: Table): SpendingPorts {
  return { clock: system.clock, spending: spendingStore(table), statistics: statisticsStore(table) };
}

export function openStageBudget(
  table: Table,
  ports: Pick<PlatformPorts, 'log' | 'metrics'> & Pick<BroadcastPorts, 'broadcasts'>,
): Budget {
  return openBudget({ ...ports, ...spendingPorts(table) }, monthlyBudgetUsd());
}
