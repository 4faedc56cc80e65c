/** Turns a row of `permissions.ts` into IAM statements on the resources of one stage. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Permissions, QueueUse, TableGrant } from './permissions.ts';

/** What the functions of a stage work with. */
export interface StageResources {
  table: Pick<Table, 'tableArn' | 'tableName'>;
  /** A pattern that fits the ARNs of the stage's app secrets, and no other. */
  appSecretsArn: string;
  deliveryQueue: Pick<Queue, 'queueArn' | 'queueUrl'>;
}

const queueActions: Readonly<Record<QueueUse, readonly string[]>> = {
  send: ['sqs:SendMessage'],
  consume: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
};

export function statementsFor(permissions: Permissions, resources: StageResources): PolicyStatement[] {
  const { table, readsAppSecrets, deliveryQueue } = permissions;
  return [
    ...table.map((grant) => useTable(grant, resources.table)),
    ...(readsAppSecrets ? [readSecrets(resources.appSecretsArn)] : []),
    ...(deliveryQueue.length > 0 ? [useQueue(deliveryQueue, resources.deliveryQueue)] : []),
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

function readSecrets(appSecretsArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [appSecretsArn] });
}

function useQueue(uses: readonly QueueUse[], queue: StageResources['deliveryQueue']): PolicyStatement {
  return new PolicyStatement({ actions: uses.flatMap((use) => queueActions[use]), resources: [queue.queueArn] });
}
