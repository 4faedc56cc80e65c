import { optionalVariable } from '../../shared/platform/aws/environment.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { type HandOverPorts, handOver } from '../../shared/push/flows/handOver.ts';
import type { ExternalPushes } from '../../shared/push/ports.ts';
import { handedOverStore } from '../../shared/push/table/handedOverStore.ts';
import { sqsWantedPushes } from '../../shared/webhooks/aws/wantedPushes.ts';

/** Only loaded for a device with an external token. */
export function openExternalPushes(table: Table): ExternalPushes {
  const queueUrl = optionalVariable('RINGPOST_WEBHOOK_QUEUE_URL');
  const ports: HandOverPorts = {
    clock: system.clock,
    handedOver: handedOverStore(table, system.clock),
    wantedPushes: queueUrl === undefined ? noWantedPushes : sqsWantedPushes(queueUrl, system.clock),
  };
  return { handOver: (push) => handOver(ports, push) };
}

/** A stage that publishes no events has no queue for them. */
const noWantedPushes = { publish: async () => 'no_event_bus' as const };
