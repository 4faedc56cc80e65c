/**
 * Turns a row of `permissions.ts` into IAM statements on given resources: those of a stage, or their counterparts in the lab.
 * Plain data, so that the lab can hold its functions to the same statements without CDK.
 */
import type { Partition, Permissions, QueueUse, ScheduleUse, TableGrant } from './permissions.ts';

/** As in a policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  Effect: 'Allow';
  Action: string[];
  /** ARNs; `*` in them stands for any characters. */
  Resource: string[];
  Condition?: {
    'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string[] };
    StringEquals?: { 'iam:PassedToService': string };
  };
}

/** ARNs of the resources that functions use. */
export interface GrantedResources {
  table: { tableArn: string; tableStreamArn: string };
  /** A pattern that matches the ARNs of the stage's app secrets, and no other. */
  appSecretsArn: string;
  ticketKey: { secretArn: string };
  deliveryQueue: { queueArn: string };
  /** ARN of the delivery queue. */
  deadLetterQueue: { queueArn: string };
  callTimerQueue: { queueArn: string };
  broadcastQueue: { queueArn: string };
  /** Schedules of the stage's group, as a pattern, and the role that they act with. */
  schedules: { schedulesArn: string; roleArn: string };
  /** Queue with the positions of changes that could not be published. */
  changeFailureQueue: { queueArn: string };
  eventBus: { eventBusArn: string };
  /** Absent on a stage that publishes no events. */
  webhooks?:
    | { key: { secretArn: string }; queue: { queueArn: string }; deadLetterQueue: { queueArn: string } }
    | undefined;
  /** Absent on a stage without a ring channel. */
  ringChannel?: { namespaceArn: string } | undefined;
}

/** The same, under the names that functions use. */
export interface StageResources extends GrantedResources {
  table: GrantedResources['table'] & { tableName: string };
  deliveryQueue: GrantedResources['deliveryQueue'] & { queueUrl: string };
  deadLetterQueue: GrantedResources['deadLetterQueue'] & { queueUrl: string };
  callTimerQueue: GrantedResources['callTimerQueue'] & { queueUrl: string };
  broadcastQueue: GrantedResources['broadcastQueue'] & { queueUrl: string };
  schedules: GrantedResources['schedules'] & { groupName: string };
  eventBus: GrantedResources['eventBus'] & { eventBusName: string };
  webhooks?:
    | {
        key: { secretArn: string };
        queue: { queueArn: string; queueUrl: string };
        deadLetterQueue: { queueArn: string; queueUrl: string };
      }
    | undefined;
  ringChannel?: { namespaceArn: string; publishUrl: string; realtimeUrl: string; host: string } | undefined;
}

const queueActions: Readonly<Record<QueueUse, readonly string[]>> = {
  send: ['sqs:SendMessage'],
  consume: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
};

const scheduleActions: Readonly<Record<ScheduleUse, string>> = {
  add: 'scheduler:CreateSchedule',
  remove: 'scheduler:DeleteSchedule',
};

export function statementsFor(permissions: Permissions, resources: GrantedResources): Statement[] {
  const { table, readsAppSecrets, deliveryQueue, setsAside, callTimerQueue = [], broadcastQueue = [] } = permissions;
  const { schedules = [], followsTable, putsEvents, publishesRings, readsTicketKey } = permissions;
  const { webhookQueue = [], setsWebhooksAside, readsWebhookKey } = permissions;
  const { webhooks } = resources;
  return [
    ...table.map((grant) => useTable(grant, resources.table)),
    ...(readsAppSecrets ? [readSecrets(resources.appSecretsArn)] : []),
    ...(readsTicketKey ? [readSecrets(resources.ticketKey.secretArn)] : []),
    ...(deliveryQueue.length > 0 ? [useQueue(deliveryQueue, resources.deliveryQueue)] : []),
    ...(setsAside ? [useQueue(['send'], resources.deadLetterQueue)] : []),
    ...(callTimerQueue.length > 0 ? [useQueue(callTimerQueue, resources.callTimerQueue)] : []),
    ...(broadcastQueue.length > 0 ? [useQueue(broadcastQueue, resources.broadcastQueue)] : []),
    ...(schedules.length > 0 ? useSchedules(schedules, resources.schedules) : []),
    ...(followsTable ? [readStream(resources.table), useQueue(['send'], resources.changeFailureQueue)] : []),
    ...(publishesRings && resources.ringChannel
      ? [allow(['appsync:EventPublish'], resources.ringChannel.namespaceArn)]
      : []),
    ...(putsEvents ? [allow(['events:PutEvents'], resources.eventBus.eventBusArn)] : []),
    ...(webhooks && webhookQueue.length > 0 ? [useQueue(webhookQueue, webhooks.queue)] : []),
    ...(webhooks && setsWebhooksAside ? [useQueue(['send'], webhooks.deadLetterQueue)] : []),
    ...(webhooks && readsWebhookKey ? [readSecrets(webhooks.key.secretArn)] : []),
  ];
}

export function writeLogs({ logGroupArn }: { logGroupArn: string }): Statement {
  return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn);
}

/**
 * For a function that X-Ray traces. X-Ray has no resources:
 * https://docs.aws.amazon.com/xray/latest/devguide/security_iam_service-with-iam.html
 */
export function sendTraces(): Statement {
  return allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
}

/**
 * Every action names the partition keys that it touches, so the condition keeps a function to its own kinds of items
 * (IAM condition key `dynamodb:LeadingKeys`, which holds all keys of a request: hence `ForAllValues`).
 */
function useTable({ partitions, actions }: TableGrant, { tableArn }: GrantedResources['table']): Statement {
  return {
    ...allow(
      actions.map((action) => `dynamodb:${action}`),
      tableArn,
    ),
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map(keyPattern) },
    },
  };
}

/** A kind that ends in `#` is the beginning of many keys, any other is a whole key. */
export function keyPattern(partition: Partition): string {
  return partition.endsWith('#') ? `${partition}*` : partition;
}

function readSecrets(arn: string): Statement {
  return allow(['secretsmanager:GetSecretValue'], arn);
}

function useQueue(uses: readonly QueueUse[], { queueArn }: { queueArn: string }): Statement {
  return allow(
    uses.flatMap((use) => queueActions[use]),
    queueArn,
  );
}

/** A schedule acts with a role of its own, which its creator passes on to EventBridge Scheduler, and to nobody else. */
function useSchedules(
  uses: readonly ScheduleUse[],
  { schedulesArn, roleArn }: GrantedResources['schedules'],
): Statement[] {
  return [
    allow(
      uses.map((use) => scheduleActions[use]),
      schedulesArn,
    ),
    {
      ...allow(['iam:PassRole'], roleArn),
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
  ];
}

function readStream({ tableStreamArn }: GrantedResources['table']): Statement {
  return allow(
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    tableStreamArn,
  );
}

function allow(Action: string[], resource: string): Statement {
  return { Effect: 'Allow', Action, Resource: [resource] };
}
