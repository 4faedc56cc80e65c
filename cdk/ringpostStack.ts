/** Everything that a stage is made of, in one stack. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../shared/functionSettings.ts';
import { Api } from './constructs/api.ts';
import { Data } from './constructs/data.ts';
import { Delivery } from './constructs/delivery.ts';
import { Identity } from './constructs/identity.ts';
import { RingpostFunction } from './constructs/ringpostFunction.ts';
import { Secrets } from './constructs/secrets.ts';
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
    const { appSecretsArn } = new Secrets(this, 'Secrets', stage);
    const delivery = new Delivery(this, 'Delivery');
    const identity = new Identity(this, 'Identity', stage);

    const resources = { table, appSecretsArn, deliveryQueue: delivery.queue };
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
        health: lambda('health'),
      },
    });
    // It puts back what is to be tried again. That ends, because a delivery counts its attempts.
    delivery.feed(lambda('deliver', RecursiveLoop.ALLOW), stage);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'DeliveryQueueUrl', { value: delivery.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: delivery.deadLetterQueue.queueUrl });
    if (identity.userPool) {
      new CfnOutput(this, 'UserPoolId', { value: identity.userPool.pool.userPoolId });
      new CfnOutput(this, 'UserPoolClientId', { value: identity.userPool.client.userPoolClientId });
    }
  }
}
