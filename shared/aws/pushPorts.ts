import { readFileSync } from 'node:fs';
import { appleOrigins, Pusher } from '../apns/pusher.ts';
import { optionalVariable, requireVariable } from '../environment.ts';
import type { Log, Ports } from '../flows/ports.ts';
import { badgeStore } from '../store/badges.ts';
import { callStore } from '../store/calls.ts';
import { deviceStore } from '../store/devices.ts';
import { messageStore } from '../store/messages.ts';
import { profileStore } from '../store/profiles.ts';
import { openTable } from '../store/table.ts';
import { secretsManagerCredentials } from './credentialSource.ts';
import { sqsRetryQueue } from './retryQueue.ts';
import { system } from './system.ts';

/** Everything that a function which pushes needs, from its environment. Opens nothing before the first use. */
export function openPushPorts(log: Log): Ports {
  const { clock } = system;
  const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
  const caFile = optionalVariable('RINGPOST_APNS_CA_FILE');
  return {
    ...system,
    log,
    devices: deviceStore(table),
    profiles: profileStore(table),
    badges: badgeStore(table),
    messages: messageStore(table, clock),
    calls: callStore(table, clock),
    retries: sqsRetryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
    apns: new Pusher({
      clock,
      credentialsOf: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock),
      origins: {
        production: optionalVariable('RINGPOST_APNS_PRODUCTION_ORIGIN') ?? appleOrigins.production,
        development: optionalVariable('RINGPOST_APNS_DEVELOPMENT_ORIGIN') ?? appleOrigins.development,
      },
      ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
    }),
  };
}
