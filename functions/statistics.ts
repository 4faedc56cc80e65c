import { statisticsOperations } from '../shared/api/schemas/statistics.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { ledgerReader } from '../shared/ledger/table/ledgerStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { statisticsEndpoints } from './endpoints/statistics.ts';
import { monthlyBudgetUsd, spendingPorts } from './ports/budget.ts';

const log = openLog('statistics', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { ...spendingPorts(table), ledger: ledgerReader(table), budgetUsd: monthlyBudgetUsd() };

export const handler = apiHandler(statisticsOperations, statisticsEndpoints(ports), log);
