import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLab } from '../../../cli/stage/findLab.ts';
import { appId, type CredentialsWorld, credentialsWorld, issue, password, token } from './credentialsWorld.ts';

let world: CredentialsWorld;
beforeEach(async () => {
  world = await credentialsWorld();
});
afterEach(() => world.stop());

describe('credentials list', () => {
  it('shows all apps, and never a key', async () => {
    // Prepare
    await world.add(...token);
    world.lab.store('com.example.calls', []);

    // Act
    const text = await world.run(['list']);
    const json = await world.run(['list', '--json']);

    // Assess
    expect(text).toMatchObject({ status: 0, said: '' });
    expect(text.printed).toBe(`com.example.calls: no credential; its pushes end with \`no_credential\`

com.example.chat
token: token key ABC1234567 of team DEF1234567
  topics        any of the team
  environments  production, development
`);
    expect(JSON.parse(json.printed)).toEqual({
      stage: 'lab',
      apps: [
        { appId: 'com.example.calls', credentials: [], faults: [] },
        {
          appId: 'com.example.chat',
          credentials: [
            {
              credentialId: 'token',
              kind: 'token',
              keyId: 'ABC1234567',
              teamId: 'DEF1234567',
              environments: ['production', 'development'],
              topics: 'any',
            },
          ],
          faults: [],
        },
      ],
    });
  });

  it('marks one that is scheduled for deletion, and shows the others', async () => {
    // Prepare
    await world.add(...token);
    world.lab.store('com.example.gone', []);
    const { clients } = await findLab(world.lab.url);
    const SecretId = 'ringpost/lab/apps/com.example.gone';
    await clients.secretsManager.send(new DeleteSecretCommand({ SecretId }));

    // Act
    const { status, printed } = await world.run(['list']);

    // Assess
    expect(status).toBe(1);
    expect(printed).toContain(`com.example.gone: the secret ${SecretId} is scheduled for deletion`);
    expect(printed).toContain(`aws secretsmanager restore-secret --secret-id ${SecretId}`);
    expect(printed).toContain('token key ABC1234567');
  });
});

describe('credentials check', () => {
  it('without a file checks what is stored', async () => {
    // Prepare
    const { certificatePem, privateKeyPem } = issue('voip', new Date('2026-11-30T18:00:00Z'));
    world.lab.store(appId, [
      {
        kind: 'certificate',
        credentialId: 'voip',
        certificatePem,
        privateKeyPem,
        environments: ['production', 'development'],
        topics: ['com.example.chat.voip'],
        notAfter: '2026-11-30T18:00:00.000Z',
      },
    ]);

    // Act
    const { status, printed } = await world.run(['check', '--app', appId]);

    // Assess
    expect(status).toBe(1);
    expect(printed).toContain('voip: credential_expired\n');
    expect(printed).toContain('error: `voip` expired on 2026-11-30.');
  });

  it('passes with a token key', async () => {
    // Prepare
    await world.add(...token);

    // Act
    const { status, printed } = await world.run(['check', '--app', appId]);

    // Assess
    expect({ status, printed }).toEqual({ status: 0, printed: 'token: ok\n' });
  });
});

describe('credentials remove', () => {
  it('names the credential, then removes it and no other', async () => {
    // Prepare
    await world.add(...token);
    await world.add(world.file('voip.p12', issue('voip').p12), '--password', password);

    // Act
    const { status, said, asked } = await world.run(['remove', 'token', '--app', appId], ['yes']);

    // Assess
    expect(status).toBe(0);
    expect(said).toContain('token: token key ABC1234567 of team DEF1234567\n');
    expect(asked).toEqual([`Remove it from ${appId}, the lab at ${world.lab.url}? [y/N] `]);
    expect(await world.storedIds()).toEqual(['voip']);
  });

  it('warns before it removes the last one', async () => {
    // Prepare
    await world.add(...token);

    // Act
    const { said } = await world.run(['remove', 'token', '--app', appId, '--yes']);

    // Assess
    expect(said).toContain('It is the only one of com.example.chat: without it, nothing can be pushed.');
    expect(await world.stored()).toEqual([]);
  });

  it('lists the existing ones when the ID is unknown', async () => {
    // Prepare
    await world.add(...token);

    // Act
    const { status, said } = await world.run(['remove', 'voip', '--app', appId, '--yes']);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('com.example.chat has no credential `voip`\n  It has token.');
  });
});
