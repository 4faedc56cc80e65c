import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { EventBus } from '../ports.ts';
import { eventSource } from '../rules/events.ts';

/** EventBridge accepts ten events at a time. */
const batchSize = 10;

export function eventBridgeBus(busName: string): EventBus {
  const client = new EventBridgeClient({ requestHandler: timeLimits });
  return {
    async publish(events) {
      const refused = await Promise.all(
        inBatches(events, batchSize).map(async (batch) => {
          const { Entries = [] } = await client.send(
            new PutEventsCommand({
              Entries: batch.map(({ type, detail }) => ({
                EventBusName: busName,
                Source: eventSource,
                DetailType: type,
                Time: new Date(detail.at),
                Detail: JSON.stringify(detail),
              })),
            }),
          );
          return batch.filter((_event, index) => Entries[index]?.ErrorCode !== undefined);
        }),
      );
      return refused.flat();
    },
  };
}
