import { activityChannelStore } from '../shared/activities/table/channelStore.ts';
import { activityOperations } from '../shared/api/schemas/activities.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { BroadcastChannels } from '../shared/apns/channels/broadcastChannels.ts';
import { apnsChannelOrigins, apnsHosts } from '../shared/apns/client/hosts.ts';
import { secretsManagerCredentials } from '../shared/credentials/aws/credentialSource.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { activityEndpoints } from './endpoints/activities.ts';

const log = openLog('activities', optionalVariable('RINGPOST_LOG_LEVEL'));
const { clock } = system;
const { origins, ...host } = apnsHosts();
const channels = new BroadcastChannels({
  ...host,
  clock,
  log,
  credentials: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock, log),
  channelOrigins: apnsChannelOrigins(),
  publishOrigins: origins,
});
const activityChannels = activityChannelStore(openTable(requireVariable('RINGPOST_TABLE_NAME')));
const ports = { ...system, log, channels, activityChannels };

export const handler = apiHandler(activityOperations, activityEndpoints(ports), log);
