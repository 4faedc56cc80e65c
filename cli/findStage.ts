/** A deployed stage: the outputs of its stack, with the developer's own AWS credentials (the SDK's default chain). */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { secretsPrefix, stackName } from '../cdk/stageConfig.ts';
import { appleOrigins } from '../shared/apns/pusher.ts';
import { awsFailure } from './awsFailure.ts';
import { CommandFailure } from './failure.ts';
import { createServerCaller } from './serverCaller.ts';
import type { StageAccess } from './stageAccess.ts';

/** @throws CommandFailure: no credentials, no region, no such stack, or a stack that is not whole. */
export async function findStage(name: string): Promise<StageAccess> {
  const cloudFormation = new CloudFormationClient({});
  const stack = stackName({ name });
  try {
    const region = await cloudFormation.config.region();
    const output = outputsOf(await describe(cloudFormation, stack, region), stack);
    const apiUrl = output('ApiUrl').replace(/\/$/, '');
    const secretsManager = new SecretsManagerClient({});
    return {
      kind: 'stage',
      name,
      label: `stage ${name} in ${region}`,
      region,
      apiUrl,
      tableName: output('TableName'),
      secretsPrefix: secretsPrefix({ name }),
      deliveryQueueUrl: output('DeliveryQueueUrl'),
      deadLetterQueueUrl: output('DeadLetterQueueUrl'),
      apns: { origins: appleOrigins },
      clients: {
        secretsManager,
        dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient({})),
        sqs: new SQSClient({}),
      },
      callServer: createServerCaller(apiUrl, region, () => secretsManager.config.credentials()),
    };
  } catch (error) {
    throw awsFailure(error) ?? error;
  }
}

async function describe(client: CloudFormationClient, stackName: string, region: string): Promise<Stack> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    if (Stacks[0]) return Stacks[0];
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ValidationError' || !message.includes('does not exist')) throw error;
  }
  throw new CommandFailure({
    code: 'no_such_stack',
    message: `there is no stack ${stackName} in ${region}`,
    fix:
      `Deploy it with \`npx cdk deploy ${stackName}\`, or choose another stage with --stage, another region with ` +
      'AWS_REGION, another account with AWS_PROFILE. For the lab on this machine use --lab.',
  });
}

function outputsOf({ Outputs = [], StackStatus }: Stack, stackName: string): (key: string) => string {
  return (key) => {
    const value = Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value) return value;
    throw new CommandFailure({
      code: 'incomplete_stack',
      message: `the stack ${stackName} (${StackStatus}) has no output ${key}: it is not a whole stage of this version`,
      fix: `Wait until its deployment has ended, or deploy it again with \`npx cdk deploy ${stackName}\`.`,
    });
  };
}
