import { groupOperations } from '../shared/api/schemas/groups.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { openRateGate } from '../shared/aws/openRateGate.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { groupStore } from '../shared/store/groups.ts';
import { recipientStore } from '../shared/store/recipients.ts';
import { openTable } from '../shared/store/table.ts';
import { groupEndpoints } from './endpoints/groups.ts';

const log = openLog('groups', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = { groups: groupStore(table), recipients: recipientStore(table) };

export const handler = apiHandler(groupOperations, groupEndpoints(ports), log, openRateGate(table, log));
