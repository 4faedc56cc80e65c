import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventBridgeBus } from '../shared/events/aws/eventBus.ts';
import { workOnBatch } from '../shared/events/aws/streamBatch.ts';
import { publishChanges } from '../shared/events/flows/publishChanges.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';

const log = openLog('events', optionalVariable('RINGPOST_LOG_LEVEL'));
const metrics = openMetrics(requireVariable('RINGPOST_STAGE'));
const ports = { log, eventBus: eventBridgeBus(requireVariable('RINGPOST_EVENT_BUS_NAME')) };

/** Follows calls and messages in the table's stream, where the stage publishes events. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return log.during({}, () =>
    workOnBatch({ log, metrics, service: 'events' }, Records, (changes) => publishChanges(ports, changes)),
  );
}
