import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachStage } from '../../../cli/doctor/reachStage.ts';
import type { StageAccess } from '../../../cli/stage/stageAccess.ts';
import { clientOptions, region, serviceCredentials } from '../../../lab/aws/localAws.ts';
import { type LocalServices, startLocalServices } from '../../../lab/aws/localServices.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { appleOrigins } from '../../../shared/apns/client/pusher.ts';

let services: LocalServices;
let api: ListeningServer;
let access: StageAccess;
beforeAll(async () => {
  services = await startLocalServices(undefined);
  api = await listen(
    createServer(({ url }, response) => response.writeHead(url === '/v1/health' ? 200 : 404).end()),
    0,
  );
  const { endpoints, ...places } = services.access;
  access = {
    ...places,
    kind: 'lab',
    label: 'the lab',
    apiUrl: api.url,
    apns: { origins: appleOrigins },
    clients: {
      secretsManager: new SecretsManagerClient(clientOptions(endpoints.secretsManager)),
      dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(endpoints.dynamoDb))),
      sqs: new SQSClient(clientOptions(endpoints.sqs)),
    },
    callServer: () => Promise.reject(new Error('not asked for here')),
  };
});
afterAll(async () => {
  await api.stop();
  await services.stop();
});

const allParts = [
  ...['api', 'table', 'delivery_queue', 'dead_letter_queue', 'call_timer_dead_letter_queue'],
  ...['webhook_dead_letter_queue', 'change_failure_queue'],
];

/** The lab has no such queue; any queue will do. */
const withChangeFailures = (): StageAccess => ({ ...access, changeFailureQueueUrl: access.deadLetterQueueUrl });

describe('dead-lettered work', () => {
  it.each<[string, () => string, string]>([
    ['a delivery', () => access.deadLetterQueueUrl, 'dead_letters'],
    ['an event for a webhook', () => access.webhookDeadLetterQueueUrl ?? '', 'webhook_dead_letters'],
    ['a timer of a call', () => access.callTimerDeadLetterQueueUrl, 'call_timers_set_aside'],
  ])('is a finding: %s', async (_what, queueUrl, code) => {
    // Prepare
    const QueueUrl = queueUrl();
    await access.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'anything' }));

    // Act
    const { findings } = await reachStage(access);

    // Assess
    await access.clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(findings).toMatchObject([{ code, severity: 'warning', what: expect.stringMatching(/^One /) }]);
  });

  it('is a finding: changes of calls and messages that were not published', async () => {
    // Prepare
    const stage = { ...access, changeFailureQueueUrl: access.deliveryQueueUrl };
    const QueueUrl = access.deliveryQueueUrl;
    await access.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'anything' }));

    // Act
    const { findings } = await reachStage(stage);

    // Assess
    await access.clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(findings).toMatchObject([{ code: 'changes_not_told', severity: 'warning' }]);
  });
});

describe('an unreachable part of a stage', () => {
  const nowhere = 'http://127.0.0.1:1';

  it.each<[string, () => Partial<StageAccess>]>([
    ['api', () => ({ apiUrl: nowhere })],
    ['api', () => ({ apiUrl: `${api.url}/nothing` })],
    ['table', () => ({ tableName: 'no-such-table' })],
    ['delivery_queue', () => ({ deliveryQueueUrl: `${access.deliveryQueueUrl}-gone` })],
    ['dead_letter_queue', () => ({ deadLetterQueueUrl: `${access.deadLetterQueueUrl}-gone` })],
    [
      'call_timer_dead_letter_queue',
      () => ({ callTimerDeadLetterQueueUrl: `${access.callTimerDeadLetterQueueUrl}-gone` }),
    ],
    ['webhook_dead_letter_queue', () => ({ webhookDeadLetterQueueUrl: `${access.deadLetterQueueUrl}-gone` })],
    ['change_failure_queue', () => ({ changeFailureQueueUrl: `${access.deadLetterQueueUrl}-gone` })],
  ])('is named, and the other parts are still checked: %s', async (name, changes) => {
    // Prepare
    const broken = { ...withChangeFailures(), ...changes() };

    // Act
    const { parts, findings } = await reachStage(broken);

    // Assess
    expect(parts.map((part) => [part.name, part.isReached])).toEqual(allParts.map((part) => [part, part !== name]));
    expect(findings).toMatchObject([{ code: `${name}_unreachable`, severity: 'error' }]);
  });

  it('gets our own message when AWS is unreachable', async () => {
    // Prepare
    const sqs = new SQSClient({ endpoint: nowhere, region, credentials: serviceCredentials, maxAttempts: 1 });

    // Act
    const { findings } = await reachStage({ ...access, clients: { ...access.clients, sqs } });

    // Assess
    expect(findings.map(({ code }) => code)).toEqual([
      'delivery_queue_unreachable',
      'dead_letter_queue_unreachable',
      'call_timer_dead_letter_queue_unreachable',
      'webhook_dead_letter_queue_unreachable',
    ]);
    for (const { what } of findings) expect(what).toContain('AWS could not be reached');
  });
});
