/** Turns a row of `permissions.ts` into IAM statements on the resources of one stage. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Permissions, QueueUse, TableGrant } from './permissions.ts';

/** What the functions of a stage work with. */
export interface StageResources {
  table: Pick<Table, 'tableArn' | 'tableName'> & { tableStreamArn: string };
  /** A pattern that fits the ARNs of the stage's app secrets, and no other. */
  appSecretsArn: string;
  ticketKey: Pick<ISecret, 'secretArn'>;
  deliveryQueue: Pick<Queue, 'queueArn' | 'queueUrl'>;
  /** Of the delivery queue. */
  deadLetterQueue: Pick<Queue, 'queueArn' | 'queueUrl'>;
  callTimerQueue: Pick<Queue, 'queueArn' | 'queueUrl'>;
  /** Where in the table's stream those changes stand that could not be told. */
  changeFailureQueue: Pick<Queue, 'queueArn'>;
  eventBus: Pick<EventBus, 'eventBusArn' | 'eventBusName'>;
}

const queueActions: Readonly<Record<QueueUse, readonly string[]>> = {
  send: ['sqs:SendMessage'],
  consume: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
};

export function statementsFor(permissions: Permissions, resources: StageResources): PolicyStatement[] {
  const { table, readsAppSecrets, deliveryQueue, setsAside, callTimerQueue = [] } = permissions;
  const { followsTable, putsEvents, readsTicketKey } = permissions;
  return [
    ...table.map((grant) => useTable(grant, resources.table)),
    ...(readsAppSecrets ? [readSecrets(resources.appSecretsArn)] : []),
    ...(readsTicketKey ? [readSecrets(resources.ticketKey.secretArn)] : []),
    ...(deliveryQueue.length > 0 ? [useQueue(deliveryQueue, resources.deliveryQueue)] : []),
    ...(setsAside ? [useQueue(['send'], resources.deadLetterQueue)] : []),
    ...(callTimerQueue.length > 0 ? [useQueue(callTimerQueue, resources.callTimerQueue)] : []),
    ...(followsTable ? [readStream(resources.table), useQueue(['send'], resources.changeFailureQueue)] : []),
    ...(putsEvents ? [putEvents(resources.eventBus)] : []),
  ];
}

export function writeLogs(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/**
 * Every action names the partition keys that it touches, so the condition keeps a function to its own kinds of items
 * (IAM condition key `dynamodb:LeadingKeys`, which holds all keys of a request: hence `ForAllValues`).
 */
function useTable({ partitions, actions }: TableGrant, table: StageResources['table']): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((partition) => `${partition}*`) },
    },
  });
}

function readSecrets(arn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] });
}

function useQueue(uses: readonly QueueUse[], queue: Pick<Queue, 'queueArn'>): PolicyStatement {
  return new PolicyStatement({ actions: uses.flatMap((use) => queueActions[use]), resources: [queue.queueArn] });
}

function readStream({ tableStreamArn }: StageResources['table']): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: [tableStreamArn],
  });
}

function putEvents({ eventBusArn }: StageResources['eventBus']): PolicyStatement {
  return new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] });
}
