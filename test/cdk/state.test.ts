import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { dev, prod } from '../../cdk/stages.ts';
import { type FunctionName, functionSettings } from '../../shared/api/functionSettings.ts';
import type { PublishedEvents } from '../../shared/events/rules/eventTypes.ts';
import { onlyResource, type Resource, resourcesOf } from './support/resources.ts';
import { stageTemplate, withStack } from './support/synthesise.ts';

let devTemplate: Template;
let prodTemplate: Template;

beforeAll(async () => {
  devTemplate = await stageTemplate({ ...dev, apps: ['com.example.chat', 'com.example.calls'] });
  prodTemplate = await stageTemplate(prod);
});

/** A first deployment that fails leaves nothing behind; afterwards neither an update nor the stack's end deletes it. */
const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
/** Types of resources whose content is gone with them; queues hold only what is on its way. */
const holdsData =
  /^AWS::(DynamoDB|SecretsManager|S3|KMS|RDS|SSM|Kinesis|Logs|Cognito)::(?!UserPoolClient|MetricFilter)/;
const disposable = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };

describe('the table', () => {
  it('has the key and time-to-live attribute that the store writes, on-demand billing and encryption', () => {
    // Prepare
    const tables = [devTemplate, prodTemplate];

    // Act
    const found = tables.map((template) => onlyResource(template, 'AWS::DynamoDB::Table').Properties);

    // Assess
    for (const properties of found) {
      expect(properties).toMatchObject({
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      });
      // With a key that AWS owns: it encrypts as well as one of the account, whose requests are billed.
      expect(properties['SSESpecification']).toEqual({ SSEEnabled: false });
    }
  });

  it('is kept, protected and recoverable for 35 days on prod', () => {
    // Prepare
    const template = prodTemplate;

    // Act
    const table = onlyResource(template, 'AWS::DynamoDB::Table');

    // Assess
    expect(table).toMatchObject({
      ...kept,
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      },
    });
  });

  it('is removed with the stack on dev, and is recoverable for a day until then', () => {
    // Prepare
    const template = devTemplate;

    // Act
    const table = onlyResource(template, 'AWS::DynamoDB::Table');

    // Assess
    expect(table).toMatchObject({
      ...disposable,
      Properties: {
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 },
      },
    });
  });
});

describe("the apps' secrets", () => {
  it('exist once per app, under the name that the functions read', () => {
    // Prepare
    const template = devTemplate;

    // Act
    const names = appSecrets(template).map(({ Properties }) => Properties['Name']);

    // Assess
    expect(names).toEqual(['ringpost/dev/apps/com.example.chat', 'ringpost/dev/apps/com.example.calls']);
  });

  it('start with a constant "no credential yet", because CloudFormation overwrites a secret when its text changes', () => {
    // Prepare
    const template = prodTemplate;

    // Act
    const [secret] = appSecrets(template);

    // Assess
    expect(secret?.Properties['SecretString']).toBe('{"version":1,"credentials":[]}');
  });

  it('outlive the stack on prod and are removed with it on dev', () => {
    // Prepare
    const templates = { devTemplate, prodTemplate };

    // Act
    const ofProd = appSecrets(templates.prodTemplate);
    const ofDev = appSecrets(templates.devTemplate);

    // Assess
    expect(ofProd).toEqual([expect.objectContaining(kept)]);
    expect(ofDev).toEqual([expect.objectContaining(disposable), expect.objectContaining(disposable)]);
  });
});

describe('the delivery queue', () => {
  it("hides a batch for at least six times the worker's timeout", () => {
    // Prepare
    const workerSeconds = functionSettings.deliver.timeoutSeconds;

    // Act
    const { Properties } = deliveryQueue(prodTemplate);

    // Assess
    expect(Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * workerSeconds);
  });

  it('dead-letters a task after ten failures and keeps it for 14 days', () => {
    // Prepare
    const deadLetterQueueId = Object.keys(prodTemplate.findResources('AWS::SQS::Queue')).find((id) =>
      id.startsWith('DeliveryDeadLetterQueue'),
    );

    // Act
    const { Properties } = deliveryQueue(prodTemplate);

    // Assess
    expect(Properties['RedrivePolicy']).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterQueueId, 'Arn'] },
      maxReceiveCount: 10,
    });
    prodTemplate.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.absent(),
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });

  it.each([
    ['outlive the stack on prod', () => prodTemplate, kept],
    ['are removed with the stack on dev', () => devTemplate, disposable],
  ])('has dead letters that %s, like those of every queue', (_title, template, policies) => {
    // Prepare
    const isLastResort = (id: string) => /DeadLetterQueue|FailureQueue/.test(id);

    // Act
    const queues = Object.entries(template().findResources('AWS::SQS::Queue'));
    const lastResorts = queues.filter(([id]) => isLastResort(id));

    // Assess
    expect(lastResorts.length).toBeGreaterThanOrEqual(4);
    for (const [id, queue] of lastResorts) expect({ id, ...queue }).toMatchObject({ id, ...policies });
  });

  it('is encrypted and refuses requests without TLS, and so is the dead-letter queue', () => {
    // Prepare
    const queueIds = Object.keys(prodTemplate.findResources('AWS::SQS::Queue'));

    // Act
    const policies = resourcesOf(prodTemplate, 'AWS::SQS::QueuePolicy').map(({ Properties }) => Properties);

    // Assess
    prodTemplate.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    expect(policies.map(({ Queues }) => Queues)).toEqual(queueIds.map((id) => [{ Ref: id }]));
    for (const { PolicyDocument } of policies) {
      expect(PolicyDocument).toMatchObject({
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      });
    }
  });

  it('feeds the worker in batches with a limit per stage, and only failed tasks come back', () => {
    // Prepare
    const [deliverId] = Object.keys(
      prodTemplate.findResources('AWS::Lambda::Function', {
        Properties: { Description: 'Ringpost prod: functions/deliver.ts' },
      }),
    );

    // Act
    const mappings = resourcesOf(prodTemplate, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

    // Assess
    expect(mappings).toContainEqual({
      FunctionName: { Ref: deliverId },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^DeliveryQueue/), 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: prod.maxDeliveryWorkers },
    });
  });
});

describe('the call timers', () => {
  it('feed their worker and dead-letter a timer after five failures', () => {
    // Prepare
    const [callTimerId] = Object.keys(
      prodTemplate.findResources('AWS::Lambda::Function', {
        Properties: { Description: 'Ringpost prod: functions/callTimer.ts' },
      }),
    );

    // Act
    const mappings = resourcesOf(prodTemplate, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

    // Assess
    expect(mappings).toContainEqual({
      FunctionName: { Ref: callTimerId },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^CallTimersQueue/), 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: prod.maxDeliveryWorkers },
    });
    prodTemplate.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 6 * functionSettings.callTimer.timeoutSeconds,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CallTimersDeadLetterQueue'), 'Arn'] },
        maxReceiveCount: 5,
      },
    });
  });
});

describe("the table's stream", () => {
  it.each<[FunctionName, string, PublishedEvents, (string | { prefix: string })[] | undefined]>([
    ['callChanges', 'calls, whatever is published', 'none', ['CALL']],
    ['events', 'calls', 'calls', ['CALL']],
    [
      'events',
      'everything',
      'all',
      ['CALL', 'MESSAGE', 'REACH', 'RECEIPT', { prefix: 'RECEIPT#' }, { prefix: 'NOTE#callReport' }],
    ],
    ['events', 'nothing, if nothing is published', 'none', undefined],
  ])('feeds `%s` with the writes of %s', async (name, _what, events, sorts) => {
    // Prepare
    const template = await stageTemplate({ ...prod, events });
    const [functionId] = Object.keys(
      template.findResources('AWS::Lambda::Function', {
        Properties: { Description: `Ringpost prod: functions/${name}.ts` },
      }),
    );

    // Act
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify({ Ref: functionId }));

    // Assess
    const pattern = { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: sorts } } } };
    expect(mappings).toEqual(
      sorts === undefined
        ? []
        : [
            {
              FunctionName: { Ref: functionId },
              EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^DataTable/), 'StreamArn'] },
              StartingPosition: 'TRIM_HORIZON',
              BatchSize: 100,
              MaximumRetryAttempts: 10,
              BisectBatchOnFunctionError: true,
              FunctionResponseTypes: ['ReportBatchItemFailures'],
              DestinationConfig: {
                OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^ChangesFailureQueue/), 'Arn'] } },
              },
              FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
            },
          ],
    );
  });

  it('has an event bus under a name that a team can find', () => {
    // Prepare
    const template = prodTemplate;

    // Act
    const { Properties } = onlyResource(template, 'AWS::Events::EventBus');

    // Assess
    expect(Properties).toEqual({ Name: 'ringpost-prod' });
  });
});

describe('a stage', () => {
  it('has termination protection on prod and not on dev', async () => {
    // Prepare
    const stages = { dev, prod };

    // Act
    const ofProd = await withStack(stages.prod, ({ terminationProtection }) => terminationProtection);
    const ofDev = await withStack(stages.dev, ({ terminationProtection }) => terminationProtection);

    // Assess
    expect({ ofProd, ofDev }).toEqual({ ofProd: true, ofDev: false });
  });

  it('keeps the logical IDs of resources with data: another ID would replace them with empty ones', async () => {
    // Prepare
    const moreApps = await stageTemplate({ ...prod, apps: ['com.example.before', ...prod.apps, 'com.example.after'] });
    const templates = [devTemplate, prodTemplate, moreApps];

    // Act
    const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type));

    // Assess
    for (const template of templates) {
      expect(idsOf(template, 'AWS::DynamoDB::Table')).toEqual(['DataTableFDBAD0F2']);
      expect(idsOf(template, 'AWS::SecretsManager::Secret')).toEqual(
        expect.arrayContaining(['Secretscomexamplechat90CC58E0', 'SecretsRingTicketKeyF9AC62E9']),
      );
      expect(idsOf(template, 'AWS::Cognito::UserPool')).toEqual(['IdentityUserPool96FE3B9B']);
    }
  });

  it.each([
    ['outlives its stack on prod', prod, kept],
    ['goes with its stack on dev', dev, disposable],
  ])('%s, with everything that cannot be recreated', async (_title, stage, policies) => {
    // Prepare
    const template = await stageTemplate(stage);
    const { Resources = {} } = template.toJSON() as { Resources?: Record<string, Resource & { Type: string }> };

    // Act
    const keepers = Object.values(Resources).filter(({ Type }) => holdsData.test(Type));

    // Assess
    expect(new Set(keepers.map(({ Type }) => Type))).toEqual(
      new Set(['AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup', 'AWS::SecretsManager::Secret']),
    );
    for (const resource of keepers) expect(resource).toMatchObject(policies);
  });

  it.each([dev, prod])('has the same template in every synth: $name', async (stage) => {
    // Prepare
    const first = await stageTemplate(stage);

    // Act
    const second = await stageTemplate(stage);

    // Assess
    expect(JSON.stringify(second.toJSON())).toBe(JSON.stringify(first.toJSON()));
  });

  it('outputs where everything is', () => {
    // Prepare
    const template = devTemplate;

    // Act
    const outputs = Object.keys(template.findOutputs('*'));

    // Assess
    expect(outputs.sort()).toEqual([
      'ApiUrl',
      'BroadcastDeadLetterQueueUrl',
      'CallTimerDeadLetterQueueUrl',
      'ChangeFailureQueueUrl',
      'DeadLetterQueueUrl',
      'DeliveryQueueUrl',
      'EventBusName',
      'TableName',
      'UserPoolClientId',
      'UserPoolId',
      'WebhookDeadLetterQueueUrl',
      'WebhookQueueUrl',
    ]);
  });
});

function deliveryQueue(template: Template) {
  const queues = Object.entries(template.findResources('AWS::SQS::Queue'));
  const [, queue] = queues.find(([id]) => id.startsWith('DeliveryQueue')) ?? [];
  return queue as { Properties: Record<string, unknown> };
}

function appSecrets(template: Template) {
  return resourcesOf(template, 'AWS::SecretsManager::Secret').filter(({ Properties }) =>
    String(Properties['Name']).includes('/apps/'),
  );
}
