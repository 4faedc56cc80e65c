/** A deployed stage: the outputs of its stack, with the developer's own AWS credentials (the SDK's default chain). */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { secretsPrefix, stackName } from '../../cdk/stageConfig.ts';
import { functionUrlOutput, serverFunctions } from '../../shared/api/serverFunctions.ts';
import { apnsHosts } from '../../shared/apns/client/hosts.ts';
import { CommandFailure } from '../frame/failure.ts';
import { createAwsCaller } from './awsCaller.ts';
import { awsFailure } from './awsFailure.ts';
import { sameRegionAsAwsCli } from './awsRegion.ts';
import { reachableApiUrl, reachableFunctionUrl } from './reachableApiUrl.ts';
import { createServerCaller, type FunctionUrls } from './serverCaller.ts';
import type { StageAccess } from './stageAccess.ts';

/**
 * @param atFunctionUrls calls server routes at the URLs of their functions.
 * @throws CommandFailure: no credentials, no region, no such stack, or an incomplete stack.
 */
export async function findStage(name: string, atFunctionUrls = false): Promise<StageAccess> {
  const options = sameRegionAsAwsCli();
  const cloudFormation = new CloudFormationClient(options);
  const stack = stackName({ name });
  try {
    const region = await cloudFormation.config.region();
    const described = await describe(cloudFormation, stack, region);
    const output = outputsOf(described, stack);
    const optionalOutput = (key: string) => described.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const apiUrl = reachableApiUrl(output('ApiUrl'), process.env['AWS_ENDPOINT_URL']);
    const secretsManager = new SecretsManagerClient(options);
    const credentials = () => secretsManager.config.credentials();
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
      callTimerDeadLetterQueueUrl: output('CallTimerDeadLetterQueueUrl'),
      changeFailureQueueUrl: output('ChangeFailureQueueUrl'),
      webhookQueueUrl: optionalOutput('WebhookQueueUrl'),
      webhookDeadLetterQueueUrl: optionalOutput('WebhookDeadLetterQueueUrl'),
      apns: apnsHosts(),
      clients: {
        secretsManager,
        dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(options)),
        sqs: new SQSClient(options),
      },
      callServer: createServerCaller(
        apiUrl,
        region,
        credentials,
        atFunctionUrls ? functionUrlsOf(described) : undefined,
      ),
      // An endpoint for all services is an emulator's.
      callAws: process.env['AWS_ENDPOINT_URL'] ? undefined : createAwsCaller(region, credentials),
    };
  } catch (error) {
    throw awsFailure(error) ?? error;
  }
}

/** URLs of the functions that have one: `functionUrls` of cdk/stages.ts. */
function functionUrlsOf({ Outputs = [] }: Stack): FunctionUrls {
  const endpointUrl = process.env['AWS_ENDPOINT_URL'];
  return Object.fromEntries(
    serverFunctions.flatMap((name) => {
      const url = Outputs.find(({ OutputKey }) => OutputKey === functionUrlOutput(name))?.OutputValue;
      return url === undefined ? [] : [[name, reachableFunctionUrl(url, endpointUrl)]];
    }),
  );
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
      'AWS_REGION, or another account with AWS_PROFILE: `aws sts get-caller-identity` shows the current one. For the ' +
      'lab on this machine use --lab.',
  });
}

/** @throws CommandFailure if the stack is not usable. */
function outputsOf({ Outputs = [], StackStatus }: Stack, stackName: string): (key: string) => string {
  const status: string = StackStatus ?? '';
  const incomplete = (what: string) =>
    new CommandFailure({
      code: 'incomplete_stack',
      message: `the stack ${stackName} (${status}) ${what}`,
      fix: waysToMend(status, stackName),
    });
  if (status.startsWith('DELETE_')) throw incomplete('is being removed');
  return (key) => {
    const value = Outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value) return value;
    throw incomplete(`has no output ${key}: it is not a complete stage of this version`);
  };
}

function waysToMend(status: string, stackName: string): string {
  const deploy = `\`npx cdk deploy ${stackName}\``;
  if (status === 'DELETE_FAILED') {
    return `Check in CloudFormation what could not be deleted, then run \`npx cdk destroy ${stackName}\` again.`;
  }
  if (status.startsWith('DELETE_')) return `Wait until it is gone; ${deploy} recreates it (docs/operate/remove.md).`;
  if (status.startsWith('ROLLBACK_') || status === 'CREATE_FAILED') {
    return `Its first deployment failed; CloudFormation's events show why. Fix that, then ${deploy} recreates it.`;
  }
  if (status === 'REVIEW_IN_PROGRESS') return `It was planned but never created: run ${deploy}.`;
  if (status.endsWith('_COMPLETE')) return `It was deployed from another version of this repository: run ${deploy}.`;
  return `Wait until its deployment has finished, or deploy it again with ${deploy}.`;
}
