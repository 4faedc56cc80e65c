/** Everything that a stage consists of, in one stack. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  broadcastSettings,
  callTimerSettings,
  deliverySettings,
  type FunctionName,
  ofEachFunction,
  webhookSettings,
} from '../shared/api/functionSettings.ts';
import { Api } from './constructs/api.ts';
import { Changes } from './constructs/changes.ts';
import { Data } from './constructs/data.ts';
import { FunctionUrls } from './constructs/functionUrls.ts';
import { Identity } from './constructs/identity.ts';
import { RingChannel } from './constructs/ringChannel.ts';
import { RingpostFunction } from './constructs/ringpostFunction.ts';
import { Schedules } from './constructs/schedules.ts';
import { Secrets } from './constructs/secrets.ts';
import { Watch } from './constructs/watch/watch.ts';
import { WorkQueue } from './constructs/workQueue.ts';
import type { StageConfig } from './stageConfig.ts';
import type { StageResources } from './statements.ts';

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
    const secrets = new Secrets(this, 'Secrets', stage);
    const { appSecretsArn, ticketKey } = secrets;
    const delivery = new WorkQueue(this, 'Delivery', stage, deliverySettings);
    const callTimers = new WorkQueue(this, 'CallTimers', stage, callTimerSettings);
    const broadcasts = new WorkQueue(this, 'Broadcasts', stage, broadcastSettings);
    const schedules = new Schedules(this, 'Schedules', stage, broadcasts.queue);
    const changes = new Changes(this, 'Changes', stage);
    const webhooks =
      stage.events === 'none'
        ? undefined
        : { key: secrets.addWebhookKey(stage), work: new WorkQueue(this, 'Webhooks', stage, webhookSettings) };

    const resources = {
      table,
      appSecretsArn,
      ticketKey,
      deliveryQueue: delivery.queue,
      deadLetterQueue: delivery.deadLetterQueue,
      callTimerQueue: callTimers.queue,
      broadcastQueue: broadcasts.queue,
      schedules,
      changeFailureQueue: changes.failureQueue,
      eventBus: changes.eventBus,
      webhooks: webhooks && {
        key: webhooks.key,
        queue: webhooks.work.queue,
        deadLetterQueue: webhooks.work.deadLetterQueue,
      },
    };
    const make = (name: FunctionName, all: StageResources) =>
      new RingpostFunction(this, name, { name, stage, resources: all }).lambda;
    // It comes first: the channel asks it, and the others know the channel.
    const ringAuthorizer = make('ringAuthorizer', resources);
    const ringChannel =
      stage.rings === 'channel' ? new RingChannel(this, 'RingChannel', stage, ringAuthorizer) : undefined;
    const functions = ofEachFunction((name) =>
      name === 'ringAuthorizer' ? ringAuthorizer : make(name, { ...resources, ringChannel }),
    );
    const identity = new Identity(this, 'Identity', stage, functions.userAuthorizer);

    const api = new Api(this, 'Api', {
      stage,
      userAuthorizer: identity.authorizer,
      userScopes: identity.scopes,
      functions,
    });
    new FunctionUrls(this, 'FunctionUrls', stage.functionUrls ?? [], functions);
    delivery.feed(functions.deliver, stage.maxDeliveryWorkers);
    callTimers.feed(functions.callTimer, stage.maxDeliveryWorkers);
    broadcasts.feed(functions.broadcastWorker, stage.maxDeliveryWorkers);
    changes.follow(table.tableStreamArn, functions);
    webhooks?.work.feed(functions.webhooks, stage.maxDeliveryWorkers);
    new Watch(this, 'Watch', stage, {
      functions,
      httpApi: api.httpApi,
      accessLog: api.accessLog,
      table,
      delivery,
      callTimers,
      broadcasts,
      changeFailureQueue: changes.failureQueue,
      webhooks: webhooks?.work,
    });

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'DeliveryQueueUrl', { value: delivery.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: delivery.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'CallTimerDeadLetterQueueUrl', { value: callTimers.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'BroadcastDeadLetterQueueUrl', { value: broadcasts.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'ChangeFailureQueueUrl', { value: changes.failureQueue.queueUrl });
    if (webhooks) {
      new CfnOutput(this, 'WebhookQueueUrl', { value: webhooks.work.queue.queueUrl });
      new CfnOutput(this, 'WebhookDeadLetterQueueUrl', { value: webhooks.work.deadLetterQueue.queueUrl });
    }
    new CfnOutput(this, 'EventBusName', { value: changes.eventBus.eventBusName });
    if (identity.userPool) {
      new CfnOutput(this, 'UserPoolId', { value: identity.userPool.pool.userPoolId });
      new CfnOutput(this, 'UserPoolClientId', { value: identity.userPool.client.userPoolClientId });
    }
  }
}
