import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionsOutputDirectory } from '../../scripts/bundle.ts';
import { type FunctionName, functionSettings } from '../../shared/api/functionSettings.ts';
import type { StageEnvironment } from '../../shared/platform/aws/environment.ts';
import { soleRsaIssuer, trustedIssuers } from '../identityProviders.ts';
import { permissions } from '../permissions.ts';
import { type StageConfig, secretsPrefix, stackName } from '../stageConfig.ts';
import { type StageResources, sendTraces, statementsFor, writeLogs } from '../statements.ts';
import { dataRemovalPolicy } from './removal.ts';
import { acknowledgeSecretsPattern } from './secrets.ts';

/**
 * The required variables, the stage's apps and language, the log level, and the transport to APNs if the stage names one. Where APNs is and whom to
 * trust for it are Apple's own on AWS.
 */
type DeployedEnvironment = {
  [K in keyof StageEnvironment as undefined extends StageEnvironment[K] ? never : K]: string;
} & Required<Pick<StageEnvironment, 'RINGPOST_APP_IDS' | 'RINGPOST_LOG_LEVEL' | 'RINGPOST_DEFAULT_LANGUAGE'>> &
  Pick<StageEnvironment, 'RINGPOST_APNS_TRANSPORT' | 'RINGPOST_MESSAGE_RECORDS' | 'RINGPOST_DECISION_FACTS'>;

type WebhookVariable = Extract<keyof StageEnvironment, `RINGPOST_WEBHOOK_${'QUEUE' | 'DEAD_LETTER_QUEUE'}_URL`>;

type RingChannelVariable = Extract<keyof StageEnvironment, `RINGPOST_RING_${'PUBLISH_URL' | 'REALTIME_URL' | 'HOST'}`>;

export interface RingpostFunctionProps {
  name: FunctionName;
  stage: StageConfig;
  resources: StageResources;
}

/** One file of `functions/` as a Lambda function, with its own role and log group. */
export class RingpostFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: RingpostFunctionProps) {
    super(scope, id);
    const { name, stage, resources } = props;
    const { memoryMb, timeoutSeconds, feedsItself } = functionSettings[name];
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: dataRemovalPolicy(stage),
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        [name]: new PolicyDocument({
          statements: [
            writeLogs(logGroup),
            ...statementsFor(permissions[name], resources),
            ...(stage.tracing ? [sendTraces()] : []),
          ].map((statement) => PolicyStatement.fromJson(statement)),
        }),
      },
    });
    if (permissions[name].readsAppSecrets) acknowledgeSecretsPattern(role, stage);
    if (permissions[name].schedules) acknowledgeSchedulesPattern(role, stage);
    if (stage.tracing) acknowledgeTraceStatement(role);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Ringpost ${stage.name}: functions/${name}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(`${functionsOutputDirectory}/${name}`),
      handler: 'index.handler',
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      environment: {
        ...environmentOf(stage, resources),
        ...(name === 'userAuthorizer' && issuersOf(stage)),
        ...(permissions[name].schedules && schedulingOf(resources)),
        ...(knowsSpending(name) && budgetOf(stage)),
      },
      // Its policy is complete: CDK would add the rights for tracing in a second policy.
      role: role.withoutPolicyUpdates(),
      tracing: stage.tracing ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own START, END and REPORT lines would cost more than Ringpost's.
      systemLogLevelV2: SystemLogLevel.WARN,
      ...reservedConcurrency(stage, name),
      ...(feedsItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    });
    this.acknowledgeFindings(stage);
  }

  private acknowledgeFindings({ tracing }: StageConfig): void {
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'The dead-letter queue of a function is for asynchronous invocations. API Gateway waits for the answer, and the ' +
        'queues that feed functions have dead-letter queues of their own. Only the daily rule invokes `watch` ' +
        'asynchronously: a failure raises an alarm, and the next run checks everything again.',
    });
    if (tracing) return;
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless-LambdaTracing',
      reason:
        'The stage chose this (`tracing` in cdk/stages.ts): X-Ray takes every request up to one a second, and costs more ' +
        'than the rest of the request. One ID in all log lines leads from each request to its pushes (docs/decisions/0034).',
    });
  }
}

/** Empty where API Gateway checks the tokens: then nobody invokes the function. */
function issuersOf({ identity }: StageConfig): Pick<StageEnvironment, 'RINGPOST_ISSUERS'> {
  if (identity === 'cognito' || soleRsaIssuer(identity)) return {};
  return { RINGPOST_ISSUERS: JSON.stringify(trustedIssuers(identity)) };
}

function knowsSpending(name: FunctionName): boolean {
  return permissions[name].table.some(({ partitions }) => partitions.includes('SPENDING'));
}

function budgetOf({ monthlyBudgetUsd }: StageConfig): Pick<StageEnvironment, 'RINGPOST_MONTHLY_BUDGET_USD'> {
  return monthlyBudgetUsd === undefined ? {} : { RINGPOST_MONTHLY_BUDGET_USD: String(monthlyBudgetUsd) };
}

function schedulingOf({ schedules, broadcastQueue }: StageResources) {
  return {
    RINGPOST_SCHEDULE_GROUP: schedules.groupName,
    RINGPOST_SCHEDULE_ROLE_ARN: schedules.roleArn,
    RINGPOST_BROADCAST_QUEUE_ARN: broadcastQueue.queueArn,
  } satisfies Partial<StageEnvironment>;
}

function acknowledgeSchedulesPattern(role: Role, stage: StageConfig): void {
  const arn = `arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${stackName(stage)}/*`;
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${arn}]`,
    reason: 'Matches only the schedules in the group of this stage. They are made and removed while it runs.',
  });
}

function reservedConcurrency(stage: StageConfig, name: FunctionName): { reservedConcurrentExecutions?: number } {
  const runs = Object.entries(stage.reservedConcurrency ?? {}).find(([reserved]) => reserved === name)?.[1];
  return runs === undefined ? {} : { reservedConcurrentExecutions: runs };
}

function acknowledgeTraceStatement(role: Role): void {
  const reason =
    'xray:PutTraceSegments and xray:PutTelemetryRecords have no resources: they can be allowed on all or on none. They ' +
    'add traces, and can neither read nor change any.';
  Validations.of(role).acknowledge(
    { id: 'AwsSolutions-IAM5[Resource::*]', reason },
    { id: 'Serverless-LambdaStarPermissions', reason },
  );
}

function environmentOf(
  stage: StageConfig,
  { ringChannel, webhooks, ...resources }: StageResources,
): DeployedEnvironment & Partial<Record<RingChannelVariable | WebhookVariable, string>> {
  return {
    RINGPOST_STAGE: stage.name,
    RINGPOST_TABLE_NAME: resources.table.tableName,
    RINGPOST_SECRETS_PREFIX: secretsPrefix(stage),
    RINGPOST_DELIVERY_QUEUE_URL: resources.deliveryQueue.queueUrl,
    RINGPOST_DEAD_LETTER_QUEUE_URL: resources.deadLetterQueue.queueUrl,
    RINGPOST_CALL_TIMER_QUEUE_URL: resources.callTimerQueue.queueUrl,
    RINGPOST_BROADCAST_QUEUE_URL: resources.broadcastQueue.queueUrl,
    RINGPOST_EVENT_BUS_NAME: resources.eventBus.eventBusName,
    RINGPOST_EVENTS: stage.events,
    RINGPOST_APP_IDS: stage.apps.join(','),
    RINGPOST_DEFAULT_TERRITORY: stage.defaultTerritory,
    RINGPOST_DEFAULT_LANGUAGE: stage.defaultLanguage ?? 'en',
    RINGPOST_LOG_LEVEL: stage.logLevel,
    ...(stage.messageRecords !== undefined && { RINGPOST_MESSAGE_RECORDS: stage.messageRecords }),
    ...(stage.keepsDecisionFacts === false && { RINGPOST_DECISION_FACTS: 'off' }),
    ...(stage.apnsTransport !== undefined && { RINGPOST_APNS_TRANSPORT: stage.apnsTransport }),
    ...(webhooks && {
      RINGPOST_WEBHOOK_QUEUE_URL: webhooks.queue.queueUrl,
      RINGPOST_WEBHOOK_DEAD_LETTER_QUEUE_URL: webhooks.deadLetterQueue.queueUrl,
    }),
    ...(ringChannel && {
      RINGPOST_RING_PUBLISH_URL: ringChannel.publishUrl,
      RINGPOST_RING_REALTIME_URL: ringChannel.realtimeUrl,
      RINGPOST_RING_HOST: ringChannel.host,
    }),
  };
}
