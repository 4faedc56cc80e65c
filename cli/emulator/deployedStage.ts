/** What the emulator's phones and the deployment test need from a stage besides `StageAccess`: its user pool. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretsPrefix, stackName } from '../../cdk/stageConfig.ts';
import { type CognitoUsers, cognitoUsers } from '../../lab/emulator/cognitoUsers.ts';
import type { AwsAccess } from '../../lab/emulator/signedRequest.ts';
import { appsWithSecret } from '../doctor/listApps.ts';
import { reachableApiUrl } from '../stage/reachableApiUrl.ts';

export interface DeployedStage {
  apiUrl: string;
  aws: AwsAccess;
  /** Undefined if the stage has an issuer of the team's own. */
  users: CognitoUsers | undefined;
  outputs: ReadonlyMap<string, string>;
  /** Bundle IDs of the deployed apps, in alphabetical order. */
  apps(): Promise<string[]>;
}

/** With the SDK's environment. @throws what the SDK throws: `ValidationError` if there is no such stack. */
export async function readDeployedStage(name: string): Promise<DeployedStage> {
  const client = new CloudFormationClient({});
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName({ name }) }));
  const outputs = new Map(Stacks[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  const { AWS_ENDPOINT_URL: endpointUrl } = process.env;
  const aws: AwsAccess = {
    region: await client.config.region(),
    ...(endpointUrl !== undefined && { endpointUrl }),
    credentials: () => client.config.credentials(),
  };
  const [userPoolId, clientId] = [outputs.get('UserPoolId'), outputs.get('UserPoolClientId')];
  return {
    apiUrl: reachableApiUrl(outputs.get('ApiUrl') ?? '', endpointUrl),
    aws,
    users: userPoolId && clientId ? cognitoUsers(aws, { userPoolId, clientId }) : undefined,
    outputs,
    async apps() {
      const deployed = { IncludePlannedDeletion: false };
      return (await appsWithSecret(new SecretsManagerClient({}), secretsPrefix({ name }), deployed)).sort();
    },
  };
}
