import { serverOperations } from '../shared/api/schemas/server.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { deviceStore } from '../shared/devices/table/deviceStore.ts';
import { recipientStore } from '../shared/people/table/recipients.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { appStore, policyStore } from '../shared/team/table/teamSettings.ts';
import { serverEndpoints } from './endpoints/server.ts';

const log = openLog('server', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const { clock } = system;
const ports = {
  clock,
  policies: policyStore(table, clock),
  apps: appStore(table, clock),
  recipients: recipientStore(table),
  devices: deviceStore(table),
};

export const handler = apiHandler(serverOperations, serverEndpoints(ports), log);
