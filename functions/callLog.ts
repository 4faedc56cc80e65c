import { callLogOperations } from '../shared/api/schemas/callLog.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callLogStore } from '../shared/calls/table/callLogStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { callLogEndpoints } from './endpoints/callLog.ts';

const log = openLog('callLog', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { clock: system.clock, callLog: callLogStore(table, system.clock) };

export const handler = apiHandler(callLogOperations, callLogEndpoints(ports), log);
