import { pushOperations } from '../shared/api/schemas/pushes.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { idempotencyStore } from '../shared/platform/table/idempotencyStore.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { pushEndpoints } from './endpoints/pushes.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('pushes', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { ...openPushPorts(table, log), idempotency: idempotencyStore(table, system.clock) };

export const handler = apiHandler(pushOperations, pushEndpoints(ports), log);
