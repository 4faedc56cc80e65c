import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { stages } from '../../../cdk/stages.ts';
import { listApps } from '../../../cli/doctor/listApps.ts';
import type { StageAccess } from '../../../cli/stage/stageAccess.ts';
import { createSecretsManager } from '../../../lab/aws/secrets/secretsManager.ts';
import { timerClock } from '../../../lab/clock.ts';
import { useLocalServices } from '../../support/lab/localAwsServices.ts';

useLocalServices(() => [createSecretsManager(timerClock)], 'AWS_ENDPOINT_URL_SECRETS_MANAGER');

async function accessWith(names: readonly string[], stage: Pick<StageAccess, 'kind' | 'name'>) {
  const secretsManager = new SecretsManagerClient({});
  for (const Name of names) await secretsManager.send(new CreateSecretCommand({ Name, SecretString: '{}' }));
  return { ...stage, secretsPrefix: 'ringpost/x', clients: { secretsManager } } as unknown as StageAccess;
}

const lab = { kind: 'lab', name: 'lab' } as const;

describe('the apps of a stage', () => {
  it("are those with a secret under the stage's prefix", async () => {
    // Prepare
    const names = ['ringpost/x/apps/com.b', 'ringpost/x/apps/com.a', 'ringpost/xy/apps/com.c', 'ringpost/x/other'];
    const access = await accessWith(names, lab);

    // Act
    const apps = await listApps(access);

    // Assess
    expect(apps).toEqual(['com.a', 'com.b']);
  });

  it('include those whose secret is scheduled for deletion', async () => {
    // Prepare
    const access = await accessWith(['ringpost/x/apps/com.a'], lab);
    await access.clients.secretsManager.send(new DeleteSecretCommand({ SecretId: 'ringpost/x/apps/com.a' }));

    // Act
    const apps = await listApps(access);

    // Assess
    expect(apps).toEqual(['com.a']);
  });

  it('are complete over several pages', async () => {
    // Prepare
    const appIds = Array.from({ length: 101 }, (_, index) => `com.example.app${String(index).padStart(3, '0')}`);
    const access = await accessWith(
      appIds.map((appId) => `ringpost/x/apps/${appId}`),
      lab,
    );

    // Act
    const apps = await listApps(access);

    // Assess
    expect(apps).toEqual(appIds);
  });

  it('include those in cdk/stages.ts, so that a missing secret is noticed', async () => {
    // Prepare
    const access = await accessWith(['ringpost/x/apps/com.z'], { kind: 'stage', name: 'dev' });

    // Act
    const apps = await listApps(access);

    // Assess
    const declared = stages.find(({ name }) => name === 'dev')?.apps ?? [];
    expect(apps).toEqual([...declared, 'com.z'].sort());
  });
});
