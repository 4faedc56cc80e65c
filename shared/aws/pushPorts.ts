import { readFileSync } from 'node:fs';
import { appleOrigins, Pusher } from '../apns/pusher.ts';
import { optionalVariable, requireVariable } from '../environment.ts';
import type { Log } from '../flows/ports.ts';
import { deviceStore } from '../store/devices.ts';
import type { Table } from '../store/table.ts';
import { secretsManagerCredentials } from './credentialSource.ts';
import { system } from './system.ts';

/** What every function that pushes needs, from its environment. Opens no connection before the first push. */
export function openPushPorts(table: Table, log: Log) {
  const { clock } = system;
  const caFile = optionalVariable('RINGPOST_APNS_CA_FILE');
  return {
    ...system,
    log,
    devices: deviceStore(table),
    apns: new Pusher({
      clock,
      log,
      credentialsOf: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock),
      origins: {
        production: optionalVariable('RINGPOST_APNS_PRODUCTION_ORIGIN') ?? appleOrigins.production,
        development: optionalVariable('RINGPOST_APNS_DEVELOPMENT_ORIGIN') ?? appleOrigins.development,
      },
      ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'),
    }),
  };
}
