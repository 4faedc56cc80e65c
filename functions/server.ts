import { serverOperations } from '../shared/api/schemas/server.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { deviceStore } from '../shared/store/devices.ts';
import { recipientStore } from '../shared/store/recipients.ts';
import { openTable } from '../shared/store/table.ts';
import { appStore, policyStore } from '../shared/store/teamSettings.ts';
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
