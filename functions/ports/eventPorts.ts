import { eventBridgeBus } from '../../shared/events/aws/eventBus.ts';
import type { PublishPorts } from '../../shared/events/flows/publishEvents.ts';
import { requireVariable } from '../../shared/platform/aws/environment.ts';
import { openMetrics } from '../../shared/platform/aws/metrics.ts';
import { settingsKeptSeconds } from '../../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Metrics, WorkLog } from '../../shared/platform/ports.ts';
import { openTable } from '../../shared/platform/table/table.ts';
import { sqsWebhookQueue } from '../../shared/webhooks/aws/webhookQueue.ts';
import { webhookStore } from '../../shared/webhooks/table/webhookStore.ts';

/** What publishes events: the bus, and the webhooks with their queue. */
export function openEventPorts(log: WorkLog): PublishPorts & { metrics: Metrics } {
  const { clock } = system;
  return {
    clock,
    log,
    metrics: openMetrics(requireVariable('RINGPOST_STAGE')),
    eventBus: eventBridgeBus(requireVariable('RINGPOST_EVENT_BUS_NAME')),
    webhooks: webhookStore(openTable(requireVariable('RINGPOST_TABLE_NAME')), clock, settingsKeptSeconds()),
    webhookQueue: sqsWebhookQueue(requireVariable('RINGPOST_WEBHOOK_QUEUE_URL'), clock),
  };
}
