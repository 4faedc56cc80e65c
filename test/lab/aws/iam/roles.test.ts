/** The lab's services with the real SDK, signed as functions sign. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionCall } from '../../../../lab/aws/iam/roles.ts';
import { clientOptions } from '../../../../lab/aws/localAws.ts';
import { type LocalServices, startLocalServices } from '../../../../lab/aws/localServices.ts';
import type { FunctionName } from '../../../../shared/api/functionSettings.ts';

let services: LocalServices;
const calls: FunctionCall[] = [];
beforeAll(async () => {
  services = await startLocalServices(undefined, { onCall: (call) => calls.push(call) });
  services.putAppSecret('com.example.chat', { version: 1, credentials: [] });
});
afterAll(() => services.stop());
beforeEach(() => {
  calls.length = 0;
});

/** What a function's SDK clients are made with; without a name, what the developer's are. */
function options(name: FunctionName | undefined, service: 'DYNAMODB' | 'SQS' | 'SECRETS_MANAGER' | 'EVENTBRIDGE') {
  const local = clientOptions(services.environment[`AWS_ENDPOINT_URL_${service}`] ?? '');
  return name === undefined ? local : { ...local, credentials: services.accessKeyOf(name) };
}
const table = (name?: FunctionName) => DynamoDBDocumentClient.from(new DynamoDBClient(options(name, 'DYNAMODB')));
const TableName = 'ringpost-lab';
const item = (pk: string) => ({ pk, sk: 'PROFILE' });
const secret = (id: string) => new GetSecretValueCommand({ SecretId: `ringpost/lab/${id}` });
const message = () =>
  new SendMessageBatchCommand({
    QueueUrl: services.access.deliveryQueueUrl,
    Entries: [{ Id: '1', MessageBody: 'x' }],
  });
const event = new PutEventsCommand({
  Entries: [{ EventBusName: 'ringpost-lab', Source: 'ringpost', DetailType: 'x', Detail: '{}' }],
});

describe('a function', () => {
  it('does what its role allows', async () => {
    // Prepare
    const nickname = 'Alice';

    // Act
    await table('profile').send(new PutCommand({ TableName, Item: { ...item('USER#alice'), nickname } }));
    const { Item } = await table('profile').send(new GetCommand({ TableName, Key: item('USER#alice') }));
    const { Successful } = await new SQSClient(options('devices', 'SQS')).send(message());
    const { SecretString } = await new SecretsManagerClient(options('calls', 'SECRETS_MANAGER')).send(
      secret('apps/com.example.chat'),
    );
    const { FailedEntryCount } = await new EventBridgeClient(options('events', 'EVENTBRIDGE')).send(event);

    // Assess
    expect(Item).toMatchObject({ nickname });
    expect(Successful).toHaveLength(1);
    expect(SecretString).toContain('credentials');
    expect(FailedEntryCount).toBe(0);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['another kind of item', () => table('profile').send(new GetCommand({ TableName, Key: item('TOKEN#1') }))],
    ['another action', () => table('rings').send(new PutCommand({ TableName, Item: item('CALL#1') }))],
    ['another queue', () => new SQSClient(options('events', 'SQS')).send(message())],
    ['a secret', () => new SecretsManagerClient(options('profile', 'SECRETS_MANAGER')).send(secret('ring-ticket-key'))],
    [
      'another secret',
      () => new SecretsManagerClient(options('rings', 'SECRETS_MANAGER')).send(secret('apps/com.example.chat')),
    ],
    ['the event bus', () => new EventBridgeClient(options('calls', 'EVENTBRIDGE')).send(event)],
  ])('is denied %s, as on AWS', async (_what, ask) => {
    // Act
    const asking = ask();

    // Assess
    await expect(asking).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/assumed-role\/ringpost-lab-\w+\/\w+ is not authorized to perform: \w+:\w+ on /),
    });
    expect(calls).toMatchObject([{ denied: { action: expect.any(String) } }]);
  });

  it('writes nothing with a transaction that is only partly allowed', async () => {
    // Prepare
    const TransactItems = ['USER#mallory', 'GROUP#1'].map((pk) => ({ Put: { TableName, Item: item(pk) } }));

    // Act
    const writing = table('profile').send(new TransactWriteCommand({ TransactItems }));

    // Assess
    await expect(writing).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { Item } = await table().send(new GetCommand({ TableName, Key: item('USER#mallory') }));
    expect(Item).toBeUndefined();
  });

  it('learns that a secret is missing if its role covers that name', async () => {
    // Prepare
    const client = new SecretsManagerClient(options('messages', 'SECRETS_MANAGER'));

    // Act
    const asking = client.send(secret('apps/com.example.unknown'));

    // Assess
    await expect(asking).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the developer', () => {
  it('may do everything and is not recorded', async () => {
    // Prepare
    const client = table();

    // Act
    await client.send(new PutCommand({ TableName, Item: item('ANY#1') }));
    const { Item } = await client.send(new GetCommand({ TableName, Key: item('ANY#1') }));

    // Assess
    expect(Item).toEqual(item('ANY#1'));
    expect(calls).toEqual([]);
  });
});
