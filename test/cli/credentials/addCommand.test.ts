import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCredentials } from '../../../cli/credentials/credentials.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import {
  appId,
  type CredentialsWorld,
  credentialsWorld,
  issue,
  nowMs,
  p8,
  password,
  token,
} from './credentialsWorld.ts';
import { fixtures } from './fileTable.ts';

let world: CredentialsWorld;
beforeEach(async () => {
  world = await credentialsWorld();
});
afterEach(() => world.stop());

describe('credentials add', () => {
  it('stores a token key in the documented shape', async () => {
    // Prepare
    const privateKeyPem = readFileSync(p8, 'utf8');

    // Act
    const { status, printed } = await world.add(...token);

    // Assess
    expect(status).toBe(0);
    expect(printed).toBe(`token: added for ${appId}, the lab at ${world.lab.url}\n`);
    expect(await world.stored()).toEqual([
      {
        kind: 'token',
        credentialId: 'token',
        keyId: 'ABC1234567',
        teamId: 'DEF1234567',
        privateKeyPem,
        environments: ['production', 'development'],
        topics: 'any',
      },
    ]);
  });

  it('stores a certificate as PEM, once for both environments', async () => {
    // Prepare
    const { p12, certificatePem, notAfter } = issue('voip');
    const path = world.file('voip.p12', p12);

    // Act
    const { status } = await world.add(path, '--password', password);

    // Assess
    const [credential] = await world.stored();
    expect(status).toBe(0);
    expect(credential).toMatchObject({
      kind: 'certificate',
      credentialId: 'voip',
      environments: ['production', 'development'],
      topics: ['com.example.chat.voip'],
      notAfter,
    });
    const certificate = new X509Certificate(credential?.kind === 'certificate' ? credential.certificatePem : '');
    expect(certificate.fingerprint256).toBe(new X509Certificate(certificatePem).fingerprint256);
    expect(certificate.checkPrivateKey(createPrivateKey(credential?.privateKeyPem ?? ''))).toBe(true);
  });

  it('describes the change, asks for confirmation, then stores', async () => {
    // Prepare
    const path = world.file('voip.p12', issue('voip').p12);

    // Act
    const { status, said, asked } = await world.run(['add', path, '--app', appId, '--no-probe'], ['secret', 'y']);

    // Assess
    expect(status).toBe(0);
    expect(asked).toEqual(['password of voip.p12: (hidden)', 'Store it? [y/N] ']);
    expect(said).toBe(`VoIP certificate
  topics        com.example.chat.voip
  environments  production, development
  valid         2026-11-30 to 2027-11-01 (334 days left)
  issued by     Ringpost Lab Worldwide Developer Relations CA
It is stored as \`voip\` for com.example.chat, the lab at ${world.lab.url}.
`);
    expect(await world.stored()).toHaveLength(1);
  });

  it.each([
    ['the user answers no', ['n'], 'nothing was saved'],
    ['the question is broken off', [undefined], 'nothing was saved'],
    ['nobody can be asked', undefined, 'not saved: there is no terminal to confirm in'],
  ])('stores nothing when %s', async (_what, answers, message) => {
    // Prepare
    const args = ['add', ...token, '--app', appId, '--no-probe'];

    // Act
    const { status, said } = await world.run(args, answers);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain(`ringpost credentials add: ${message}\n`);
    expect(await world.stored()).toEqual([]);
  });

  it('asks again after a wrong password', async () => {
    // Prepare
    const { p12 } = issue('voip');
    const other = [join(fixtures, 'chinese-password.p12'), world.file('voip.p12', p12)];

    // Act
    const { said, asked } = await world.run(['add', ...other, '--app', appId, '--no-probe'], ['密码', password, 'n']);

    // Assess
    expect(asked.slice(0, 2)).toEqual(['password of chinese-password.p12: (hidden)', 'password of voip.p12: (hidden)']);
    expect(said).not.toContain('does not open');
  });

  it('reads the password from a file with or without a line end', async () => {
    // Prepare
    const path = world.file('voip.p12', issue('voip').p12);
    const passwordFile = world.file('password', 'secret\r\n');

    // Act
    const { status } = await world.add(path, '--password-file', passwordFile);

    // Assess
    expect(status).toBe(0);
  });

  it('never shows the password, nor a key', async () => {
    // Prepare
    const { p12, privateKeyPem } = issue('voip');
    const path = world.file('voip.p12', p12);

    // Act
    const good = await world.add(path, '--password', password, '--json');
    const bad = await world.add(path, '--password', 'geheimnis', '--json');

    // Assess
    const all = [good, bad].map(({ printed, said }) => printed + said).join('');
    expect(bad.status).toBe(1);
    expect(all).not.toContain('geheimnis');
    expect(all).not.toContain('PRIVATE KEY');
    expect(all).not.toContain(privateKeyPem.split('\n')[1]);
  });
});

describe('a second credential', () => {
  it('replaces the one with the same purpose and keeps its ID', async () => {
    // Prepare
    await world.add(world.file('old.p12', issue('voip').p12), '--password', password, '--credential-id', 'calls');
    await world.add(...token);
    const renewed = world.file('new.p12', issue('voip', new Date('2027-12-24T00:00:00Z')).p12);

    // Act
    const { printed, said } = await world.add(renewed, '--password', password, '--json');

    // Assess
    expect(said).toContain('This replaces `calls` (valid to 2027-11-01)');
    expect(JSON.parse(printed)).toMatchObject({ action: 'replaced', appId, credential: { credentialId: 'calls' } });
    expect(await world.storedIds()).toEqual(['calls', 'token']);
    expect((await world.stored())[0]).toMatchObject({ notAfter: '2027-12-24T00:00:00.000Z' });
  });

  it('is added beside it under its own ID', async () => {
    // Prepare
    await world.add(...token);
    const next = [join(fixtures, 'renamed.p8'), '--key-id', 'XYZ1234567', '--team-id', 'DEF1234567'];

    // Act
    await world.add(...next, '--credential-id', 'next');

    // Assess
    expect(await world.storedIds()).toEqual(['token', 'next']);
  });

  it('of another kind or scope gets its own ID', async () => {
    // Prepare
    const universal = issue('universal');
    await world.add(...token);
    const limited = [join(fixtures, 'renamed.p8'), '--key-id', 'XYZ1234567', '--team-id', 'DEF1234567'];

    // Act
    await world.add(...limited, '--environment', 'production', '--topics', 'com.example.chat.voip');
    await world.add(world.file('universal.p12', universal.p12), '--password', password);

    // Assess
    expect(await world.storedIds()).toEqual(['token', 'token-production-topics', 'universal']);
  });

  it('is refused when several have the same purpose, because the target is ambiguous', async () => {
    // Prepare
    await world.add(...token);
    await world.add(
      join(fixtures, 'renamed.p8'),
      '--key-id',
      'XYZ1234567',
      '--team-id',
      'DEF1234567',
      '--credential-id',
      'next',
    );
    const third = [join(fixtures, 'renamed.p8'), '--key-id', 'QRS1234567', '--team-id', 'DEF1234567'];

    // Act
    const { status, said } = await world.add(...third);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain(
      '2 stored credentials cover the same: token, next\n  Choose the one to replace with --credential-id',
    );
    expect(await world.stored()).toHaveLength(2);
  });

  it('is not stored when the credential to replace changed after the prompt', async () => {
    // Prepare
    await world.add(...token);
    const terminal = captureTerminal([undefined]);
    const answer = async () => {
      await world.add(join(fixtures, 'renamed.p8'), '--key-id', 'XYZ1234567', '--team-id', 'DEF1234567');
      return 'y';
    };

    // Act
    const args = ['add', ...token, '--app', appId, '--no-probe', '--lab', world.lab.url];
    const status = await runCredentials(args, { ...terminal, isInteractive: true, ask: answer }, () => nowMs);

    // Assess
    expect(status).toBe(1);
    expect(terminal.said()).toContain('`token` was changed by someone else in the meantime; nothing was saved');
    expect(await world.stored()).toMatchObject([{ keyId: 'XYZ1234567' }]);
  });
});

describe('a certificate for the other Apple', () => {
  it('of Apple itself does not work in the lab', async () => {
    // Prepare
    const path = join(fixtures, 'keychain.p12');

    // Act
    const { status, said } = await world.add(path, '--password', password);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('not by the fake Apple of the lab');
  });
});

describe('wrong usage', () => {
  it.each([
    [['add', '--app', appId], 'missing <file>: the key or certificate to add'],
    [['add', p8], 'missing --app <bundle ID>: the app it is for'],
    [['add', p8, '--app', 'chat'], '--app must be a bundle ID'],
    [['add', p8, '--app', appId, '--environment', 'sandbox'], '--environment must be production, development or both'],
    [['add', p8, '--app', appId, '--topics', 'a b'], '--topics must be topics with commas between them'],
    [['add', p8, '--app', appId, '--credential-id', 'a/b'], '--credential-id must be letters'],
    [['add', p8, '--app', appId, '--password', 'x', '--password-file', 'y'], 'not both'],
    [['check'], 'missing --app <bundle ID>: the app it is for'],
    [['remove', '--app', appId], 'missing <credentialId>: the credential to remove'],
    [['rotate'], 'unknown command `rotate`'],
  ])('%j exits with 2', async (args, message) => {
    // Prepare
    const hint = '--help` for its usage.';

    // Act
    const { status, said } = await world.run(args);

    // Assess
    expect(status).toBe(2);
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  it('is not stored when Apple is unreachable, unless `--no-probe` skips the question', async () => {
    // Prepare
    const asking = ['add', ...token, '--app', appId, '--yes'];

    // Act
    const asked = await world.run(asking);
    const ids = await world.storedIds();
    const notAsked = await world.run([...asking, '--no-probe']);

    // Assess
    expect(asked.status).toBe(1);
    expect(asked.said).toContain('To store it without testing it: --no-probe.');
    expect(ids).toEqual([]);
    expect(notAsked.status).toBe(0);
  });

  it.each([[['add', '--demo', 'key.p8'], '--demo needs no file: leave out one of the two']])(
    '%j is wrong usage',
    async (args, message) => {
      // Act
      const { status, said } = await world.run(args);

      // Assess
      expect(status).toBe(2);
      expect(said).toContain(message);
    },
  );
});
