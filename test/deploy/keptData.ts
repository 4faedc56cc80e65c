/** A prod stage, whose data outlive its stack, and with which a new stack goes on: docs/operate.md, by its own commands. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { secretsPrefix, stackName } from '../../cdk/stageConfig.ts';
import { prod } from '../../cdk/stages.ts';
import { findStage } from '../../cli/stage/findStage.ts';
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import { cdk, cdkWith, ringpost } from './commands.ts';
import type { Steps } from './steps.ts';

const stack = stackName(prod);
const item = { pk: 'USER#deploy-test', sk: 'KEPT', text: 'written by the first stack' };
const secretIds = [
  ...prod.apps.map((appId) => `${secretsPrefix(prod)}/apps/${appId}`),
  `${secretsPrefix(prod)}/ring-ticket-key`,
];

/**
 * On the emulator alone: on AWS it would leave behind what it is meant to leave behind.
 *
 * @param folder of the run's own.
 */
export async function prodOutlivesItsStack(run: Steps['run'], folder: string): Promise<void> {
  const assembly = ['--app', join(folder, 'prod-assembly'), '--build', 'true'];
  await run('prod: cdk deploy', async () => {
    // The run has bundled before, and cdk-nag looks at prod in `test/cdk/gate.test.ts`.
    const output = ['--quiet', '--output', join(folder, 'prod-assembly'), '--build', 'true'];
    await cdkWith({ CDK_VALIDATION: 'false' }, 'synth', stack, ...output);
    await cdk('deploy', stack, ...assembly, '--require-approval', 'never');
  });
  const first = await findStage(prod.name);
  await writeData(first);
  await run('prod: cdk destroy is refused, then allowed; table and secrets are still there', async () => {
    await assert.rejects(cdk('destroy', stack, '--force', ...assembly), /TerminationProtection/);
    await new CloudFormationClient({}).send(
      new UpdateTerminationProtectionCommand({ StackName: stack, EnableTerminationProtection: false }),
    );
    await cdk('destroy', stack, '--force', ...assembly);
    await dataAreThere(first, first.tableName);
  });
  await run('prod: ringpost adopt, cdk import, cdk deploy: a new stack goes on with the data', async () => {
    const kept = await ringpost<Record<string, object>>('adopt', '--stage', prod.name);
    const file = join(folder, 'kept.json');
    writeFileSync(file, JSON.stringify(await withoutSecrets(kept, first.clients.secretsManager)));
    await cdk('import', stack, '--resource-mapping', file, ...assembly);
    await cdk('deploy', stack, ...assembly, '--require-approval', 'never');
    const { tableName } = await findStage(prod.name);
    assert.equal(tableName, first.tableName, 'the new stack has made a table of its own');
    assert.deepEqual(await readItem(first, tableName), item);
  });
}

/** MiniStack imports all that AWS imports but secrets, and writes over one whose name is taken where AWS refuses. */
async function withoutSecrets(kept: Record<string, object>, client: SecretsManagerClient) {
  const isSecret = (identifier: object): boolean => 'Id' in identifier;
  assert.equal(Object.values(kept).filter(isSecret).length, secretIds.length, 'a secret is missing');
  for (const SecretId of secretIds) {
    await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }
  return Object.fromEntries(Object.entries(kept).filter(([, identifier]) => !isSecret(identifier)));
}

async function writeData({ clients, tableName }: StageAccess): Promise<void> {
  await clients.dynamoDb.send(new PutCommand({ TableName: tableName, Item: item }));
  for (const SecretId of secretIds) {
    await clients.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: `kept ${SecretId}` }));
  }
}

async function dataAreThere(stage: StageAccess, tableName: string): Promise<void> {
  assert.deepEqual(await readItem(stage, tableName), item);
  for (const SecretId of secretIds) {
    const { SecretString } = await stage.clients.secretsManager.send(new GetSecretValueCommand({ SecretId }));
    assert.equal(SecretString, `kept ${SecretId}`);
  }
}

async function readItem({ clients }: StageAccess, tableName: string): Promise<unknown> {
  const { pk, sk } = item;
  return (await clients.dynamoDb.send(new GetCommand({ TableName: tableName, Key: { pk, sk } }))).Item;
}
