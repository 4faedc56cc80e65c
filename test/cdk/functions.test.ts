import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Partition, permissions, type QueueUse } from '../../cdk/permissions.ts';
import { dev, prod } from '../../cdk/stages.ts';
import { functionNames, functionsOutputDirectory } from '../../scripts/bundle.ts';
import { type FunctionName, functionSettings } from '../../shared/api/functionSettings.ts';
import { routes } from '../../shared/api/routes.ts';
import type { StageEnvironment } from '../../shared/platform/aws/environment.ts';
import {
  activityChannelKey,
  appSettingsKey,
  audienceKey,
  broadcastKey,
  broadcastLineKey,
  callKey,
  callLogPartition,
  erasureKey,
  groupPartition,
  idempotencyKey,
  ledgerPartition,
  membershipPartition,
  messageKey,
  numbersPartition,
  policyKey,
  rateKey,
  spendingPartition,
  statisticsPartition,
  tokenKey,
  userPartition,
  webhookKey,
} from '../../shared/platform/table/keys.ts';
import { type Resource, resourcesOf } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';

const run = promisify(execFile);

let devTemplate: Template;
let prodTemplate: Template;

beforeAll(async () => {
  devTemplate = await stageTemplate(dev);
  prodTemplate = await stageTemplate(prod);
});

const names = Object.keys(functionSettings) as FunctionName[];

describe('the functions', () => {
  it('are all files of functions/, and no other', () => {
    // Prepare
    const files = functionNames();

    // Act
    const deployed = resourcesOf(devTemplate, 'AWS::Lambda::Function').map(
      ({ Properties }) => Properties['Description'],
    );

    // Assess
    expect(deployed.sort()).toEqual(files.map((name) => `Ringpost dev: functions/${name}.ts`));
  });

  it.each(names)('%s runs its bundle on Node 24, arm64, with its configured memory and timeout', (name) => {
    // Prepare
    const { memoryMb, timeoutSeconds } = functionSettings[name];

    // Act
    const { Properties } = functionResource(devTemplate, name);

    // Assess
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
    });
  });

  it.each(names)(
    '%s gets the stage, table, secrets, queues, event bus, ring channel and log level in its environment, and nothing else',
    (name) => {
      // Prepare
      const [tableId] = Object.keys(devTemplate.findResources('AWS::DynamoDB::Table'));

      // Act
      const { Properties } = functionResource(devTemplate, name);

      // Assess
      expect(Properties['Environment']).toEqual({
        Variables: {
          RINGPOST_STAGE: 'dev',
          RINGPOST_TABLE_NAME: { Ref: tableId },
          RINGPOST_SECRETS_PREFIX: 'ringpost/dev',
          RINGPOST_DELIVERY_QUEUE_URL: { Ref: expect.stringMatching(/^DeliveryQueue/) },
          RINGPOST_DEAD_LETTER_QUEUE_URL: { Ref: expect.stringMatching(/^DeliveryDeadLetterQueue/) },
          RINGPOST_BROADCAST_QUEUE_URL: { Ref: expect.stringMatching(/^BroadcastsQueue/) },
          RINGPOST_CALL_TIMER_QUEUE_URL: { Ref: expect.stringMatching(/^CallTimersQueue/) },
          RINGPOST_EVENT_BUS_NAME: { Ref: expect.stringMatching(/^ChangesBus/) },
          RINGPOST_EVENTS: 'all',
          RINGPOST_WEBHOOK_QUEUE_URL: { Ref: expect.stringMatching(/^WebhooksQueue/) },
          RINGPOST_WEBHOOK_DEAD_LETTER_QUEUE_URL: { Ref: expect.stringMatching(/^WebhooksDeadLetterQueue/) },
          RINGPOST_APP_IDS: 'com.example.chat',
          RINGPOST_DEFAULT_TERRITORY: 'CN',
          RINGPOST_DEFAULT_LANGUAGE: 'en',
          RINGPOST_LOG_LEVEL: 'INFO',
          ...(permissions[name].schedules && {
            RINGPOST_SCHEDULE_GROUP: 'ringpost-dev',
            RINGPOST_SCHEDULE_ROLE_ARN: { 'Fn::GetAtt': [schedulesRoleId(), 'Arn'] },
            RINGPOST_BROADCAST_QUEUE_ARN: { 'Fn::GetAtt': [expect.stringMatching(/^BroadcastsQueue/), 'Arn'] },
          }),
          // The channel asks the authorizer, which therefore exists before the channel.
          ...(name !== 'ringAuthorizer' && {
            RINGPOST_RING_PUBLISH_URL: { 'Fn::Join': expect.anything() },
            RINGPOST_RING_REALTIME_URL: { 'Fn::Join': expect.anything() },
            RINGPOST_RING_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^RingChannelApi/), 'Dns.Http'] },
          }),
        },
      });
    },
  );

  it('record messages as the stage says', async () => {
    // Act
    const templates = [await stageTemplate({ ...dev, messageRecords: 'problems' }), await stageTemplate(dev)];

    // Assess
    const recorded = templates.map((template) => {
      const { Environment } = functionResource(template, 'messages').Properties as {
        Environment: { Variables: StageEnvironment };
      };
      return Environment.Variables.RINGPOST_MESSAGE_RECORDS;
    });
    expect(recorded).toEqual(['problems', undefined]);
  });

  it('keep what decides messages, unless the stage says otherwise', async () => {
    // Act
    const templates = [await stageTemplate({ ...dev, keepsDecisionFacts: false }), await stageTemplate(dev)];

    // Assess
    const kept = templates.flatMap((template) =>
      (['messages', 'deliver'] as const).map((name) => {
        const { Environment } = functionResource(template, name).Properties as {
          Environment: { Variables: StageEnvironment };
        };
        return Environment.Variables.RINGPOST_DECISION_FACTS;
      }),
    );
    expect(kept).toEqual(['off', 'off', undefined, undefined]);
  });

  it('connect to APNs as the stage says', async () => {
    // Act
    const template = await stageTemplate({ ...dev, apnsTransport: 'http2' });

    // Assess
    const transports = names.map((name) => {
      const { Environment } = functionResource(template, name).Properties as {
        Environment: { Variables: StageEnvironment };
      };
      return Environment.Variables.RINGPOST_APNS_TRANSPORT;
    });
    expect(transports).toEqual(names.map(() => 'http2'));
  });

  it.each(names)('%s loads with the variables of the stack and exports the configured handler', async (name) => {
    // Prepare
    const { Handler, Environment } = functionResource(devTemplate, name).Properties as {
      Handler: string;
      Environment: { Variables: object };
    };
    const [file, handler] = Handler.split('.');
    const env = Object.fromEntries(Object.keys(Environment.Variables).map((variable) => [variable, 'anything']));
    const script = `import('${functionsOutputDirectory}/${name}/${file}.mjs')
      .then((bundle) => typeof bundle.${handler}, (error) => error.message)
      .then((found) => process.stdout.write(found))`;

    // Act
    const { stdout } = await run(process.execPath, ['--eval', script], { env: { AWS_REGION: 'us-east-1', ...env } });

    // Assess
    expect(stdout).toBe('function');
  });

  it('time out early enough for API Gateway, which gives up after 30 seconds', () => {
    // Prepare
    const answering = Object.values(routes).map((route) => route.function);

    // Act
    const longestSeconds = Math.max(...answering.map((name) => functionSettings[name].timeoutSeconds));

    // Assess
    expect(longestSeconds).toBeLessThan(30);
  });

  it('may receive their own output only where that is intended', () => {
    // Prepare
    const feedingThemselves = names.filter((name) => {
      const { deliveryQueue, callTimerQueue, broadcastQueue, webhookQueue } = permissions[name];
      const queues = [deliveryQueue, callTimerQueue, broadcastQueue, webhookQueue];
      const isSendingAndConsuming = queues.some((uses) => uses?.length === 2);
      // The timers that `callChanges` sets change the table, whose stream it follows.
      return isSendingAndConsuming || name === 'callChanges';
    });

    // Act
    const allowed = names.filter((name) => functionResource(devTemplate, name).Properties['RecursiveLoop'] === 'Allow');

    // Assess
    expect(allowed).toEqual(feedingThemselves);
  });
});

const devSchedulesArn = 'arn:AWS::Partition:scheduler:AWS::Region:AWS::AccountId:schedule/ringpost-dev/*';
const scheduleActions = { add: 'scheduler:CreateSchedule', remove: 'scheduler:DeleteSchedule' };
const schedulesRoleId = () => logicalId(devTemplate, 'AWS::IAM::Role', 'SchedulesRole');
const devSecretsArn = 'arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:ringpost/dev/apps/*';

describe('the roles', () => {
  it('are one for each function, and one for schedules', () => {
    // Prepare
    const functions = resourcesOf(devTemplate, 'AWS::Lambda::Function');

    // Act
    const roleIds = functions.map(({ Properties }) => getAttOf(Properties['Role']));

    // Assess
    expect(new Set(roleIds).size).toBe(names.length);
    expect([...roleIds, schedulesRoleId()].sort()).toEqual(
      Object.keys(devTemplate.findResources('AWS::IAM::Role')).sort(),
    );
    devTemplate.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('let schedules of the stage put tasks into the broadcast queue, and do nothing else', () => {
    // Act
    const { Properties } = devTemplate.findResources('AWS::IAM::Role')[schedulesRoleId()] as unknown as Resource;

    // Assess
    const group = Object.keys(devTemplate.findResources('AWS::Scheduler::ScheduleGroup'))[0];
    expect(Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': { Ref: 'AWS::AccountId' },
              'aws:SourceArn': { 'Fn::GetAtt': [group, 'Arn'] },
            },
          },
        },
      ],
    });
    const queue = logicalId(devTemplate, 'AWS::SQS::Queue', 'BroadcastsQueue');
    expect(Properties['Policies']).toMatchObject([
      {
        PolicyDocument: {
          Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: { 'Fn::GetAtt': [queue, 'Arn'] } }],
        },
      },
    ]);
  });

  it('pass the role of schedules to EventBridge Scheduler only', () => {
    // Act
    const passes = names
      .flatMap((name) => statementsOf(devTemplate, name))
      .filter(({ Action }) => [Action].flat().includes('iam:PassRole'));

    // Assess
    const condition = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
    expect(passes.map(({ Condition }) => Condition)).toEqual([condition, condition]);
  });

  it.each(names)('%s may do exactly what permissions.ts says', (name) => {
    // Prepare
    const expected = [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: logGroupOf(devTemplate, name) },
      { actions: tracing, on: '*' },
      ...permissions[name].table.map(({ partitions, actions }) => ({
        actions: actions.map((action) => `dynamodb:${action}`).sort(),
        on: 'AWS::DynamoDB::Table',
        keys: partitions.map((partition) => (partition.endsWith('#') ? `${partition}*` : partition)),
      })),
      ...(permissions[name].readsAppSecrets ? [{ actions: ['secretsmanager:GetSecretValue'], on: devSecretsArn }] : []),
      ...(permissions[name].readsTicketKey
        ? [
            {
              actions: ['secretsmanager:GetSecretValue'],
              on: logicalId(devTemplate, 'AWS::SecretsManager::Secret', 'SecretsRingTicketKey'),
            },
          ]
        : []),
      ...(permissions[name].readsWebhookKey
        ? [
            {
              actions: ['secretsmanager:GetSecretValue'],
              on: logicalId(devTemplate, 'AWS::SecretsManager::Secret', 'SecretsWebhookKey'),
            },
          ]
        : []),
      ...queueGrants(name),
      ...(permissions[name].schedules
        ? [
            { actions: permissions[name].schedules.map((use) => scheduleActions[use]).sort(), on: devSchedulesArn },
            { actions: ['iam:PassRole'], on: schedulesRoleId() },
          ]
        : []),
      ...(permissions[name].publishesRings
        ? [{ actions: ['appsync:EventPublish'], on: 'AWS::AppSync::ChannelNamespace' }]
        : []),
      ...(permissions[name].putsEvents ? [{ actions: ['events:PutEvents'], on: 'AWS::Events::EventBus' }] : []),
    ];

    // Act
    const granted = statementsOf(devTemplate, name)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource, Condition }) =>
        [Resource].flat().map((resource) => ({
          actions: [Action].flat().sort(),
          on: resourceName(devTemplate, resource),
          ...(Condition?.['ForAllValues:StringLike'] && {
            keys: [Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys']].flat(),
          }),
        })),
      );

    // Assess
    expect(inOrder(granted)).toEqual(inOrder(expected));
  });

  it("contain no wildcard except for traces, schedules and the random suffix of a secret's ARN", () => {
    // Prepare
    const statements = names.flatMap((name) => statementsOf(devTemplate, name));
    const readers = names.filter((name) => permissions[name].readsAppSecrets);

    // Act
    const withWildcard = statements
      .flatMap(({ Action, Resource }) => [Resource].flat().map((resource) => ({ Action, Resource: resource })))
      .filter((grant) => JSON.stringify(grant).includes('*') && [grant.Action].flat().sort().join() !== tracing.join());

    // Assess
    const named = withWildcard.map(({ Action, Resource }) => ({ Action, on: resourceName(devTemplate, Resource) }));
    const schedules = named.filter(({ on }) => on === devSchedulesArn).flatMap(({ Action }) => Action);
    expect(named.filter(({ on }) => on !== devSchedulesArn)).toEqual(
      readers.map(() => ({ Action: 'secretsmanager:GetSecretValue', on: devSecretsArn })),
    );
    expect(schedules).toEqual([scheduleActions.add, scheduleActions.remove, scheduleActions.add]);
    expect(
      resourcesOf(devTemplate, 'AWS::IAM::Role').filter(({ Properties }) => Properties['ManagedPolicyArns']),
    ).toEqual([]);
  });

  it('are limited to the key prefixes that the store writes', () => {
    // Prepare
    const written: Record<Partition, string> = {
      'USER#': userPartition('alice'),
      'TOKEN#': tokenKey('com.example.chat', 'alert', 'ab12').pk,
      'MESSAGE#': messageKey('m1').pk,
      'CALL#': callKey('c1').pk,
      'CALLS#': callLogPartition('alice'),
      'NUMBERS#': numbersPartition('alice'),
      'GROUP#': groupPartition('family'),
      'GROUPS#': membershipPartition('alice'),
      POLICIES: policyKey('quiet').pk,
      CHANNELS: activityChannelKey('match').pk,
      APPS: appSettingsKey('com.example.chat').pk,
      WEBHOOKS: webhookKey('backend').pk,
      'IDEMPOTENCY#': idempotencyKey(['alice', 'key']).pk,
      'STATISTICS#': statisticsPartition('2026-11-22', 0),
      LEDGER: ledgerPartition,
      SPENDING: spendingPartition,
      'ERASURE#': erasureKey('alice').pk,
      'RATE#': rateKey('alice', 'messages', 0).pk,
      'BROADCAST#': broadcastKey('b1').pk,
      BROADCASTS: broadcastLineKey(0, 'b1').pk,
      'AUDIENCE#': audienceKey('com.example.chat', 'alice', 'phone-1').pk,
    };

    // Act
    const mismatches = Object.entries(written).filter(([partition, key]) => !key.startsWith(partition));

    // Assess
    expect(mismatches).toEqual([]);
  });
});

describe('tracing', () => {
  it('is on where the stage enables it, and elsewhere no function may send traces', () => {
    // Prepare
    const templates = [devTemplate, prodTemplate];

    // Act
    const modes = templates.map((template) => [
      new Set(names.map((name) => JSON.stringify(functionResource(template, name).Properties['TracingConfig']))),
      names.filter((name) => JSON.stringify(statementsOf(template, name)).includes('xray')),
    ]);

    // Assess
    expect([dev.tracing, prod.tracing]).toEqual([true, false]);
    expect(modes).toEqual([
      [new Set(['{"Mode":"Active"}']), names],
      [new Set(['{"Mode":"PassThrough"}']), []],
    ]);
  });
});

describe('the logs', () => {
  it("are JSON in one group per function, without Lambda's own lines for every request", () => {
    // Prepare
    const groupIds = names.map((name) => logGroupOf(devTemplate, name));

    // Act
    const formats = names.map((name) => functionResource(devTemplate, name).Properties['LoggingConfig']);

    // Assess
    expect(new Set(groupIds).size).toBe(names.length);
    expect(formats).toEqual(
      groupIds.map((id) => ({ LogFormat: 'JSON', LogGroup: { Ref: id }, SystemLogLevel: 'WARN' })),
    );
  });

  it('are kept for two weeks on dev, and for three months and beyond the stack on prod', () => {
    // Prepare
    const apiAndFunctions = names.length + 1;

    // Act
    const ofDev = resourcesOf(devTemplate, 'AWS::Logs::LogGroup');
    const ofProd = resourcesOf(prodTemplate, 'AWS::Logs::LogGroup');

    // Assess
    expect(ofDev.map(retention)).toEqual(Array(apiAndFunctions).fill([14, 'Delete']));
    expect(ofProd.map(retention)).toEqual(Array(apiAndFunctions).fill([90, 'RetainExceptOnCreate']));
  });
});

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: { 'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string | string[] }; Bool?: object };
}

function retention({ Properties, DeletionPolicy }: Resource): unknown[] {
  return [Properties['RetentionInDays'], DeletionPolicy];
}

function functionResource(template: Template, name: FunctionName): Resource {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(({ Properties }) =>
    String(Properties['Description']).endsWith(` functions/${name}.ts`),
  );
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}

function statementsOf(template: Template, name: FunctionName): Statement[] {
  const roleId = getAttOf(functionResource(template, name).Properties['Role']);
  const role = template.findResources('AWS::IAM::Role')[roleId] as unknown as Resource;
  const policies = role.Properties['Policies'] as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function logGroupOf(template: Template, name: FunctionName): string {
  const { LogGroup } = functionResource(template, name).Properties['LoggingConfig'] as { LogGroup: { Ref: string } };
  return LogGroup.Ref;
}

const queueActions: Record<QueueUse, string[]> = {
  send: ['sqs:SendMessage'],
  consume: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
};

function queueGrants(name: FunctionName) {
  const { deliveryQueue, setsAside, callTimerQueue = [], broadcastQueue = [], followsTable } = permissions[name];
  const { webhookQueue = [], setsWebhooksAside } = permissions[name];
  const grant = (uses: readonly QueueUse[], idStart: string) => {
    const actions = uses.flatMap((use) => queueActions[use]).sort();
    return actions.length === 0 ? [] : [{ actions, on: logicalId(devTemplate, 'AWS::SQS::Queue', idStart) }];
  };
  return [
    ...grant(deliveryQueue, 'DeliveryQueue'),
    ...grant(setsAside ? ['send'] : [], 'DeliveryDeadLetterQueue'),
    ...grant(callTimerQueue, 'CallTimersQueue'),
    ...grant(broadcastQueue, 'BroadcastsQueue'),
    ...grant(webhookQueue, 'WebhooksQueue'),
    ...grant(setsWebhooksAside ? ['send'] : [], 'WebhooksDeadLetterQueue'),
    ...(followsTable ? [{ actions: streamActions, on: 'AWS::DynamoDB::Table StreamArn' }] : []),
    ...grant(followsTable ? ['send'] : [], 'ChangesFailureQueue'),
  ];
}

/** X-Ray knows no resources. */
const tracing = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const streamActions = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** CDK puts statements of the same actions together, in an order of its own. */
const inOrder = (grants: readonly object[]) => grants.map((grant) => JSON.stringify(grant)).sort();

/** @throws Error when there is none, or more. */
function logicalId(template: Template, type: string, idStart: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(idStart));
  if (ids.length !== 1) throw new Error(`expected one ${type} ${idStart}…, found ${ids}`);
  return ids[0] ?? '';
}

/** An ARN that is put together, or the type of what there is only one of, otherwise its logical ID. */
function resourceName(template: Template, reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const { 'Fn::Join': join } = reference as { 'Fn::Join'?: ['', (string | { Ref: string })[]] };
  if (join !== undefined) return join[1].map((part) => (typeof part === 'string' ? part : part.Ref)).join('');
  const id = getAttOf(reference);
  const type = template.toJSON()['Resources'][id].Type;
  const attribute = attributeOf(reference) === 'StreamArn' ? ' StreamArn' : '';
  return (Object.keys(template.findResources(type)).length === 1 ? type : id) + attribute;
}

function attributeOf(reference: unknown): string | undefined {
  return (reference as { 'Fn::GetAtt'?: [string, string] })['Fn::GetAtt']?.[1];
}

/** The logical ID of `{Ref}` or `{Fn::GetAtt: [id, 'Arn']}`. */
function getAttOf(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': getAtt } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? getAtt?.[0] ?? '';
}
