import { BroadcastChannels } from '../../shared/apns/channels/broadcastChannels.ts';
import { apnsChannelOrigins, apnsHosts } from '../../shared/apns/client/hosts.ts';
import { secretsManagerCredentials } from '../../shared/credentials/aws/credentialSource.ts';
import { requireVariable } from '../../shared/platform/aws/environment.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Log } from '../../shared/platform/ports.ts';

/** Broadcast channels of Live Activities at Apple. Opens no connection before the first request. */
export function openChannels(log: Log): BroadcastChannels {
  const { clock } = system;
  const { origins, ...host } = apnsHosts();
  return new BroadcastChannels({
    ...host,
    clock,
    log,
    credentials: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock, log),
    channelOrigins: apnsChannelOrigins(),
    publishOrigins: origins,
  });
}
