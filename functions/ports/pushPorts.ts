import { apnsHosts } from '../../shared/apns/client/hosts.ts';
import { Pusher } from '../../shared/apns/client/pusher.ts';
import { secretsManagerCredentials } from '../../shared/credentials/aws/credentialSource.ts';
import { knownDevices } from '../../shared/devices/table/knownDevices.ts';
import { optionalVariable, requireVariable } from '../../shared/platform/aws/environment.ts';
import { lazily } from '../../shared/platform/aws/lazily.ts';
import { openMetrics } from '../../shared/platform/aws/metrics.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Log } from '../../shared/platform/ports.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import type { ExternalPushes } from '../../shared/push/ports.ts';
import { RejectionMemory } from '../../shared/push/rules/rejectionMemory.ts';

/** Ports of every function that pushes, from its environment. Opens no connection before the first push. */
export function openPushPorts(table: Table, log: Log) {
  const { clock } = system;
  return {
    ...system,
    log,
    metrics: openMetrics(requireVariable('RINGPOST_STAGE')),
    defaultLanguage: optionalVariable('RINGPOST_DEFAULT_LANGUAGE') ?? 'en',
    devices: knownDevices(table),
    rejections: new RejectionMemory(),
    externalPushes: externalPushesOf(table),
    apns: new Pusher({
      clock,
      log,
      credentials: secretsManagerCredentials(requireVariable('RINGPOST_SECRETS_PREFIX'), clock, log),
      ...apnsHosts(),
    }),
  };
}

/** Most stages have no device with an external token. */
function externalPushesOf(table: Table): ExternalPushes {
  const opened = lazily(async () => (await import('./externalPushes.ts')).openExternalPushes(table));
  return { handOver: async (push) => (await opened()).handOver(push) };
}
