/** The life of a stack: docs/deploy.md, by the real CDK command line. */
import assert from 'node:assert/strict';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { cdk, cdkWith } from './commands.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import { secondApp } from './stageChange.ts';
import { stageApp, type Target } from './target.ts';

/** An app that was synthesised before. */
const from = (assembly: string): string[] => ['--app', assembly, '--build', 'true'];

/** All stages of the app. */
export async function synthesise({ app }: Target, assembly: string): Promise<void> {
  await cdk('synth', '--quiet', '--output', assembly, ...app);
}

/**
 * For the changed stage. Its bundles are those of the first synth, and cdk-nag has seen the same constructs.
 *
 * @param certificateArn gives it an address of its own besides.
 */
export async function synthesiseChange({ stage }: Target, assembly: string, certificateArn?: string): Promise<void> {
  const environment = {
    DEPLOY_TEST_STAGE: stage,
    DEPLOY_TEST_CHANGED: 'yes',
    ...(certificateArn !== undefined && { DEPLOY_TEST_CERTIFICATE: certificateArn }),
    CDK_VALIDATION: 'false',
  };
  const output = ['--quiet', '--output', assembly];
  await cdkWith(environment, 'synth', `ringpost-${stage}`, ...output, ...stageApp, '--build', 'true');
}

export async function bootstrap(assembly: string): Promise<void> {
  await cdk('bootstrap', ...from(assembly));
}

export async function deploy({ stage }: Target, assembly: string): Promise<void> {
  await cdk('deploy', `ringpost-${stage}`, ...from(assembly), '--require-approval', 'never');
}

/** The app once more, from its sources to its template: bundles that are not made alike would be deployed each time. */
export async function diffFindsNothing({ stage, app }: Target): Promise<void> {
  const said = await cdkWith({ CDK_VALIDATION: 'false' }, 'diff', `ringpost-${stage}`, '--fail', ...app);
  assert.match(said, /There were no differences/);
}

/** After the change. */
export async function dataAreThere(stage: TestedStage, person: Person, messageId: string): Promise<void> {
  const { secretsManager } = stage.clients;
  const SecretId = `${stage.secretsPrefix}/apps/${secondApp}`;
  const { SecretString = '' } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
  assert.deepEqual(JSON.parse(SecretString), { version: 1, credentials: [] }, 'the second app has no empty secret');
  const devices = await stage.ask(person.token, 'GET', '/v1/devices');
  assert.match(JSON.stringify(devices.body), new RegExp(person.deviceId), 'the device is gone');
  const message = await stage.ask(person.token, 'GET', `/v1/messages/${messageId}`);
  assert.equal(message.status, 200, 'the message is gone');
}

export async function destroy({ stackName }: TestedStage, assembly: string): Promise<void> {
  await cdk('destroy', stackName, '--force', ...from(assembly));
  const isGone = await new CloudFormationClient({})
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .then(({ Stacks = [] }) => Stacks[0]?.StackStatus === 'DELETE_COMPLETE')
    .catch((error: Error) => error.name === 'ValidationError');
  assert.ok(isGone, 'the stack is still there');
}
