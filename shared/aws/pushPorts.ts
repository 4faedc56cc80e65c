import { Pusher } from '../apns/pusher.ts';
import { optionalVariable, requireVariable } from '../environment.ts';
import { RejectionMemory } from '../flows/refusalMemory.ts';
import type { Log } from '../platform/ports.ts';
import { deviceStore } from '../store/devices.ts';
import type { Table } from '../store/table.ts';
import { apnsHosts } from './apnsHosts.ts';
import { secretsManagerCredentials } from './credentialSource.ts';
import { openMetrics } from './metrics.ts';
import { system } from './system.ts';

/** What every function that pushes needs, from its environment. Opens no connection before the first push. */
export function openPushPorts(table: Table, log: Log) {
  const { clock } = system;
  return {
    ...system,
    log,
    metrics: openMetrics(requireVariable('RINGPOST_STAGE')),
    defaultLanguage: optionalVariable('RINGPOST_DEFAULT_LANGUAGE') ?? 'en',
    devices: deviceStore(table),
    rejections: new RejectionMemory(),
    apns: new Pusher({
      clock,
      log,
      credentials: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock, log),
      ...apnsHosts(),
    }),
  };
}
