import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeAppSecret, readAppSecret } from '../../../cli/credentials/appSecret.ts';
import { findLab } from '../../../cli/stage/findLab.ts';
import type { StageAccess } from '../../../cli/stage/stageAccess.ts';
import type { Credential } from '../../../shared/apns/rules/credential.ts';
import { type SecretsLab, startSecretsLab } from '../../support/lab/secretsLab.ts';

const appId = 'com.example.chat';
const SecretId = `ringpost/lab/apps/${appId}`;

let lab: SecretsLab;
let place: StageAccess;
beforeEach(async () => {
  lab = await startSecretsLab();
  place = await findLab(lab.url);
});
afterEach(() => lab.stop());

const credential = (credentialId: string): Credential => ({
  kind: 'token',
  credentialId,
  keyId: 'ABC1234567',
  teamId: 'DEF1234567',
  privateKeyPem: 'pem',
  environments: ['production'],
  topics: 'any',
});
const add = (credentialId: string) => changeAppSecret(place, appId, (stored) => [...stored, credential(credentialId)]);
const storedIds = async () =>
  (await readAppSecret(place, appId)).credentials.map(({ credentialId }) => credentialId).sort();

/** Lets something happen just before writes of `place`. */
function beforeWrites(act: (count: number) => Promise<unknown>): void {
  let count = 0;
  place.clients.secretsManager.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'PutSecretValueCommand') await act(count++);
        return next(args);
      },
    { step: 'initialize' },
  );
}

describe("a change of an app's credentials", () => {
  it('keeps the other credentials and the previous version', async () => {
    // Prepare
    lab.store(appId, [credential('old')]);

    // Act
    await add('new');

    // Assess
    expect(await storedIds()).toEqual(['new', 'old']);
    const before = new GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' });
    const { SecretString = '' } = await place.clients.secretsManager.send(before);
    expect(JSON.parse(SecretString)).toEqual({ version: 1, credentials: [credential('old')] });
  });

  it('loses no concurrent change', async () => {
    // Prepare
    lab.store(appId, []);
    const names = ['a', 'b', 'c', 'd', 'e'];

    // Act
    await Promise.all(names.map(add));

    // Assess
    expect(await storedIds()).toEqual(names);
  });

  it('is applied to the newer version when another change came in between', async () => {
    // Prepare
    lab.store(appId, []);
    const seen: string[][] = [];
    const other = await findLab(lab.url);
    beforeWrites(async (count) => {
      if (count === 0) await changeAppSecret(other, appId, (stored) => [...stored, credential('theirs')]);
    });

    // Act
    await changeAppSecret(place, appId, (stored) => {
      seen.push(stored.map(({ credentialId }) => credentialId));
      return [...stored, credential('ours')];
    });

    // Assess
    expect(seen).toEqual([[], ['theirs']]);
    expect(await storedIds()).toEqual(['ours', 'theirs']);
  });

  it('continues from a version that was rolled back by hand', async () => {
    // Prepare
    lab.store(appId, []);
    const { versionId } = await readAppSecret(place, appId);
    await add('again');
    await add('another');
    // The IDs of the versions that followed stay taken.
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: versionId };
    await place.clients.secretsManager.send(new UpdateSecretVersionStageCommand(move));

    // Act
    await add('again');

    // Assess
    expect(await storedIds()).toEqual(['again']);
  });

  it('writes nothing when the result exceeds the size of a secret', async () => {
    // Prepare
    lab.store(appId, [credential('old')]);
    const huge = { ...credential('huge'), privateKeyPem: 'x'.repeat(65_536) };

    // Act
    const changing = changeAppSecret(place, appId, (stored) => [...stored, huge]);

    // Assess
    await expect(changing).rejects.toMatchObject({ faults: [{ code: 'secret_too_large' }] });
    expect(await storedIds()).toEqual(['old']);
  });

  it('gives up with an error when other changes keep winning', async () => {
    // Prepare
    lab.store(appId, []);
    const other = await findLab(lab.url);
    beforeWrites((count) => changeAppSecret(other, appId, (stored) => [...stored, credential(String(count))]));

    // Act
    const changing = add('ours');

    // Assess
    await expect(changing).rejects.toMatchObject({ faults: [{ code: 'secret_busy' }] });
    expect(await storedIds()).not.toContain('ours');
  });
});

describe('a secret', () => {
  it.each([
    ['that is not there', async () => {}, 'no_app_secret', 'the lab has no app com.example.chat'],
    [
      'that is scheduled for deletion',
      async () => {
        lab.store(appId, []);
        await place.clients.secretsManager.send(new DeleteSecretCommand({ SecretId }));
      },
      'secret_deleted',
      `the secret ${SecretId} is scheduled for deletion: the app cannot be sent pushes`,
    ],
    [
      'that is not JSON',
      async () => lab.secrets.put(SecretId, 'hello'),
      'secret_invalid',
      "does not have Ringpost's format: the stored credentials are not JSON",
    ],
    [
      'of another shape',
      async () => lab.secrets.put(SecretId, '{"version":1,"credentials":[{"kind":"token","keyId":"SECRET"}]}'),
      'secret_invalid',
      'the stored credentials are not valid at credentials.0.credentialId',
    ],
  ])('%s is reported, and nothing is written', async (_what, prepare, code, message) => {
    // Prepare
    await prepare();

    // Act
    const changing = add('new');

    // Assess
    await expect(changing).rejects.toMatchObject({ faults: [{ code, message: expect.stringContaining(message) }] });
  });
});
