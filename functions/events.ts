import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { workOnBatch } from '../shared/events/aws/streamBatch.ts';
import { publishChanges } from '../shared/events/flows/publishChanges.ts';
import { optionalVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openEventPorts } from './ports/eventPorts.ts';

const log = openLog('events', optionalVariable('RINGPOST_LOG_LEVEL'));
const ports = openEventPorts(log);

/** Follows the table's stream, where the stage publishes events. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return log.during({}, () =>
    workOnBatch({ ...ports, service: 'events' }, Records, (changes) => publishChanges(ports, changes)),
  );
}
