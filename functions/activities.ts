import { activityChannelStore } from '../shared/activities/table/channelStore.ts';
import { activityOperations } from '../shared/api/schemas/activities.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { activityTokenStore } from '../shared/devices/table/activityTokens.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { activityEndpoints } from './endpoints/activities.ts';
import { openChannels } from './ports/channelPorts.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('activities', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  channels: openChannels(log),
  activityChannels: activityChannelStore(table),
  activityTokens: activityTokenStore(table),
};

export const handler = apiHandler(activityOperations, activityEndpoints(ports), log);
