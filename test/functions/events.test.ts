/** The two functions that follow a real table's stream, with queues and a bus at local endpoints. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openTableStream } from '../../lab/aws/dynamoDb/tableStream.ts';
import { createEventBridge, type EventBridge } from '../../lab/aws/events/eventBridge.ts';
import { failure, isFailure, type Outcome } from '../../lab/aws/protocol/jsonProtocol.ts';
import { createSqs } from '../../lab/aws/sqs/sqs.ts';
import { system } from '../../shared/platform/aws/system.ts';
import { callKey, callLogPartition } from '../../shared/platform/table/keys.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { webhookStore } from '../../shared/webhooks/table/webhookStore.ts';
import { manualClock } from '../lab/aws/manualClock.ts';
import { startMs } from '../support/factories.ts';
import { useLocalServices } from '../support/lab/localAwsServices.ts';
import { aWebhook } from '../support/memory/webhooks.ts';
import { allItems, useTable } from '../support/table.ts';

type Handler = typeof import('../../functions/events.ts')['handler'];

let sqs: ReturnType<typeof createSqs>;
let eventBridge: EventBridge;
/** Makes the bus refuse an event of this call. */
let refusedCall: string | undefined;

const openTestTable = useTable({ hasStream: true });
useLocalServices(
  (url) => {
    sqs = createSqs(url, manualClock(startMs));
    eventBridge = createEventBridge('ringpost-test', manualClock(startMs));
    refusedCall = undefined;
    const { PutEvents: put = () => failure('InternalFailure', '') } = eventBridge.operations;
    const PutEvents: typeof put = async (input, signal) => {
      const entries = input['Entries'] as { Detail: string }[];
      const outcome: Outcome = await put(input, signal);
      if (isFailure(outcome) || refusedCall === undefined) return outcome;
      const refused = entries.map(({ Detail }) => Detail.includes(refusedCall ?? ''));
      const Entries = refused.map((isRefused) => (isRefused ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' }));
      return { FailedEntryCount: 1, Entries };
    };
    return [sqs, { ...eventBridge, operations: { PutEvents } }];
  },
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_EVENTBRIDGE',
);

let table: Table;
let events: Handler;
let callChanges: Handler;
let timers: ReturnType<typeof sqs.createQueue>['queue'];
let deliveries: typeof timers;
beforeEach(async () => {
  table = openTestTable();
  const { queue, url } = sqs.createQueue('call-timers', {});
  timers = queue;
  const webhooks = sqs.createQueue('webhooks', {});
  deliveries = webhooks.queue;
  vi.stubEnv('RINGPOST_STAGE', 'test');
  vi.stubEnv('RINGPOST_TABLE_NAME', table.name);
  vi.stubEnv('RINGPOST_CALL_TIMER_QUEUE_URL', url);
  vi.stubEnv('RINGPOST_EVENT_BUS_NAME', 'ringpost-test');
  vi.stubEnv('RINGPOST_WEBHOOK_QUEUE_URL', webhooks.url);
  vi.resetModules();
  ({ handler: events } = await import('../../functions/events.ts'));
  ({ handler: callChanges } = await import('../../functions/callChanges.ts'));
});

async function recordsOf(items: Record<string, unknown>[]): Promise<DynamoDBRecord[]> {
  for (const Item of items) await table.client.send(new PutCommand({ TableName: table.name, Item }));
  const { Table: described } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  const endpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
  return openTableStream(endpoint, described?.LatestStreamArn ?? '').read();
}

const callId = (n: number) => `c0ffee00-0000-4000-8000-00000000000${n}`;

function callItem(n: number) {
  const expiresAtMs = startMs + 60_000;
  const call = {
    callId: callId(n),
    from: 'alice',
    state: 'ringing',
    participants: [{ userId: 'bob', state: 'ringing', expiresAtMs }],
    createdAtMs: startMs,
    expiresAtMs,
    version: 1,
  };
  return { ...callKey(callId(n)), call, hasVideo: false, details: {}, targets: [], timeline: [], ttl: 9_999_999_999 };
}

const sequenceOf = (record: DynamoDBRecord | undefined) => record?.dynamodb?.SequenceNumber;
const toldCalls = () => eventBridge.events().map(({ detail }) => (detail as { callId: string }).callId);

describe('callChanges', () => {
  it('sets timers and writes call logs while the bus rejects everything', async () => {
    // Prepare
    const Records = await recordsOf([callItem(1), callItem(2)]);
    refusedCall = '';

    // Act
    const result = await callChanges({ Records });

    // Assess
    expect(result).toEqual({ batchItemFailures: [] });
    const { visible, delayed } = timers.counts();
    // For each call its end and its insurance.
    expect(visible + delayed).toBe(4);
    const lines = (await allItems(table)).filter(({ pk }) => pk === callLogPartition('bob'));
    expect(lines.map((line) => line['callId'])).toEqual([callId(1), callId(2)]);
  });
});

describe('events', () => {
  it('publishes the changes of the stream', async () => {
    // Prepare
    const Records = await recordsOf([callItem(1), callItem(2)]);

    // Act
    const result = await events({ Records });

    // Assess
    expect(result).toEqual({ batchItemFailures: [] });
    expect(toldCalls()).toEqual([callId(1), callId(2)]);
    expect(timers.counts()).toMatchObject({ visible: 0, delayed: 0 });
    expect(deliveries.counts()).toMatchObject({ visible: 0, delayed: 0 });
  });

  it('queues a delivery of each event for the webhook that wants it', async () => {
    // Prepare
    await webhookStore(table, system.clock).put(aWebhook({ events: ['call.*'] }), undefined);
    const Records = await recordsOf([callItem(1), callItem(2)]);

    // Act
    const result = await events({ Records });

    // Assess
    expect(result).toEqual({ batchItemFailures: [] });
    expect(deliveries.counts()).toMatchObject({ visible: 2, delayed: 0 });
  });

  it('returns the first change that the bus did not take, so that Lambda resumes there', async () => {
    // Prepare
    const Records = await recordsOf([callItem(1), callItem(2), callItem(3)]);
    refusedCall = callId(2);

    // Act
    const result = await events({ Records });

    // Assess
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(Records[1]) }] });
  });

  it('publishes the rest of a batch with an unreadable record', async () => {
    // Prepare
    const Records = await recordsOf([callItem(1), { ...callKey(callId(2)), call: 'broken' }, callItem(3)]);

    // Act
    const result = await events({ Records });

    // Assess
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(Records[1]) }] });
    expect(toldCalls()).toEqual([callId(1), callId(3)]);
  });
});
