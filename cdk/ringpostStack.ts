/** Everything that a stage is made of, in one stack. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { callTimerSettings, deliverySettings, type FunctionName } from '../shared/functionSettings.ts';
import { Api } from './constructs/api.ts';
import { Changes } from './constructs/changes.ts';
import { Data } from './constructs/data.ts';
import { Identity } from './constructs/identity.ts';
import { RingpostFunction } from './constructs/ringpostFunction.ts';
import { Secrets } from './constructs/secrets.ts';
import { Watch } from './constructs/watch.ts';
import { WorkQueue } from './constructs/workQueue.ts';
import type { StageConfig } from './stageConfig.ts';

export interface RingpostStackProps extends StackProps {
  stage: StageConfig;
}

export class RingpostStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: RingpostStackProps) {
    super(scope, id, {
      ...props,
      description: `Ringpost ${stage.name}: offline push for messages and calls`,
      terminationProtection: stage.keepsData,
    });
    const { table } = new Data(this, 'Data', stage);
    const { appSecretsArn, ticketKey } = new Secrets(this, 'Secrets', stage);
    const delivery = new WorkQueue(this, 'Delivery', deliverySettings);
    const callTimers = new WorkQueue(this, 'CallTimers', callTimerSettings);
    const changes = new Changes(this, 'Changes', stage);
    const identity = new Identity(this, 'Identity', stage);

    const resources = {
      table,
      appSecretsArn,
      ticketKey,
      deliveryQueue: delivery.queue,
      deadLetterQueue: delivery.deadLetterQueue,
      callTimerQueue: callTimers.queue,
      changeFailureQueue: changes.failureQueue,
      eventBus: changes.eventBus,
    };
    const lambda = (name: FunctionName, recursiveLoop?: RecursiveLoop): IFunction =>
      new RingpostFunction(this, name, { name, stage, resources, ...(recursiveLoop && { recursiveLoop }) }).lambda;

    const api = new Api(this, 'Api', {
      stage,
      userAuthorizer: identity.authorizer,
      functions: {
        devices: lambda('devices'),
        profile: lambda('profile'),
        messages: lambda('messages'),
        calls: lambda('calls'),
        callLog: lambda('callLog'),
        directory: lambda('directory'),
        rings: lambda('rings'),
        receipts: lambda('receipts'),
        statistics: lambda('statistics'),
        groups: lambda('groups'),
        server: lambda('server'),
        health: lambda('health'),
      },
    });
    // It puts back what is to be tried again. That ends, because a delivery counts its attempts.
    delivery.feed(lambda('deliver', RecursiveLoop.ALLOW), stage.maxDeliveryWorkers);
    // It puts back what has come too early. That ends with the moment at which it is due.
    callTimers.feed(lambda('callTimer', RecursiveLoop.ALLOW), stage.maxDeliveryWorkers);
    changes.follow(table.tableStreamArn, lambda('events'));
    new Watch(this, 'Watch', stage, lambda('watch'));

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'DeliveryQueueUrl', { value: delivery.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: delivery.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'EventBusName', { value: changes.eventBus.eventBusName });
    if (identity.userPool) {
      new CfnOutput(this, 'UserPoolId', { value: identity.userPool.pool.userPoolId });
      new CfnOutput(this, 'UserPoolClientId', { value: identity.userPool.client.userPoolClientId });
    }
  }
}
