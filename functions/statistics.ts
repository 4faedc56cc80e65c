import { statisticsOperations } from '../shared/api/schemas/statistics.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { statisticsEndpoints } from './endpoints/statistics.ts';

const log = openLog('statistics', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { clock: system.clock, statistics: statisticsStore(table) };

export const handler = apiHandler(statisticsOperations, statisticsEndpoints(ports), log);
