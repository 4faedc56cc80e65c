/** The phone lab on this machine, which itself lists the addresses of its services. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { LabAccess } from '../../lab/routes/access.ts';
import { CommandFailure } from '../frame/failure.ts';
import { createServerCaller } from './serverCaller.ts';
import type { StageAccess } from './stageAccess.ts';

/**
 * @param url the lab's origin. @param atFunctionUrls calls server routes at the URLs of their functions.
 * @throws CommandFailure if no lab answers there.
 */
export async function findLab(url: string, atFunctionUrls = false): Promise<StageAccess> {
  const { endpoints, serviceCredentials: credentials, accessKey, functionUrls, ...lab } = await askForAccess(url);
  const { region, apiUrl } = lab;
  const options = (endpoint: string) => ({ endpoint, region, credentials });
  return {
    ...lab,
    kind: 'lab',
    label: `the lab at ${apiUrl}`,
    clients: {
      secretsManager: new SecretsManagerClient(options(endpoints.secretsManager)),
      dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(options(endpoints.dynamoDb))),
      sqs: new SQSClient(options(endpoints.sqs)),
    },
    callServer: createServerCaller(apiUrl, region, accessKey, atFunctionUrls ? functionUrls : undefined),
  };
}

async function askForAccess(url: string): Promise<LabAccess> {
  const response = await fetch(`${url}/lab/access`).catch((cause) => {
    const fault = {
      code: 'no_lab',
      message: `no lab answers at ${url}`,
      fix: 'Start one with `npm start`, or give the URL that it prints: --lab http://127.0.0.1:<port>.',
    };
    throw new CommandFailure(fault, { cause });
  });
  const access = (await response.json().catch(() => undefined)) as LabAccess | undefined;
  if (response.ok && access?.name === 'lab') return access;
  throw new CommandFailure({
    code: 'no_lab',
    message: `the server at ${url} is not a lab of this version (status ${response.status})`,
    fix: 'Give the URL that `npm start` prints: --lab http://127.0.0.1:<port>.',
  });
}
