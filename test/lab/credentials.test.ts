/** `ringpost credentials` on a whole lab: what it has stored is what the functions push with. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCredentials } from '../../cli/credentials/credentials.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, pushesTo, screenOf, serverClient, text, until } from '../support/lab/labClient.ts';

const appId = 'com.example.credentials';

let lab: Lab;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-credentials-'));
  lab = await startLab();
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

async function credentials(...args: string[]) {
  const terminal = captureTerminal();
  const ofApp = args.includes('--app') ? [] : ['--app', appId];
  const status = await runCredentials([...args, ...ofApp, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

describe('on a lab', () => {
  it('replaces the key and the certificate, and messages and calls get through', async () => {
    // Prepare
    const userId = makeUser('carol');
    const phone = await makePhone(lab, { userId, appId });
    const key = lab.apple.makeTokenKey();
    const certificate = lab.apple.makeCertificate({ kind: 'voip', bundleId: appId, password: 'secret' });
    const keyFile = join(folder, `AuthKey_${key.keyId}.p8`);
    writeFileSync(keyFile, key.privateKeyPem);
    const certificateFile = join(folder, 'voip.p12');
    writeFileSync(certificateFile, certificate.p12);

    // Act
    const added = [
      await credentials('add', keyFile, '--team-id', key.teamId, '--yes'),
      await credentials('add', certificateFile, '--password', 'secret', '--yes'),
    ];
    const server = serverClient(lab);
    const message = await server('POST', '/v1/server/messages', { from: 'alice', to: { userId }, ...text('hi') });
    const call = await server('POST', '/v1/server/calls', { from: 'alice', callerName: 'Alice', to: { userId } });

    // Assess
    expect(added.map(({ printed }) => printed)).toEqual([
      `${appId}.token: replaced for ${appId}, the lab at ${lab.url}\n`,
      `${appId}.voip: replaced for ${appId}, the lab at ${lab.url}\n`,
    ]);
    expect(message.body.targets).toMatchObject([{ kind: 'alert', outcome: 'accepted' }]);
    expect(call.body.targets).toMatchObject([{ kind: 'voip', outcome: 'accepted' }]);
    await until(
      () => screenOf(lab, phone),
      ({ call: ringing }) => ringing?.state === 'ringing',
    );
    expect(await pushesTo(lab, phone)).toHaveLength(2);
    expect(await credentials('check')).toEqual({
      status: 0,
      printed: `${appId}.token: ok\n${appId}.voip: ok\n`,
      said: '',
    });
  });

  /** A well-formed key that the lab's Apple does not know. */
  function ownKey(): string {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder, 'AuthKey_OWN1234567.p8');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return file;
  }
  const sendTo = async (userId: string) => {
    const answer = await serverClient(lab)('POST', '/v1/server/messages', {
      from: 'alice',
      to: { userId },
      ...text('hi'),
    });
    return answer.body.targets;
  };

  it('does not store a key that its Apple refuses, even after a yes', async () => {
    // Prepare
    const userId = makeUser('dave');
    await makePhone(lab, { userId, appId });

    // Act
    const { status, said } = await credentials('add', ownKey(), '--team-id', 'DEF1234567', '--yes');
    const targets = await sendTo(userId);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('InvalidProviderToken');
    expect(said).toContain('--no-probe');
    expect(targets).toMatchObject([{ kind: 'alert', outcome: 'accepted' }]);
  });

  it('hands out working credentials, even for a new app', async () => {
    // Prepare
    const userId = makeUser('erin');
    const newApp = 'com.example.added';

    // Act
    const { status, printed } = await credentials('add', '--demo', '--yes', '--app', newApp);
    await makePhone(lab, { userId, appId: newApp });
    const targets = await sendTo(userId);

    // Assess
    expect([status, printed]).toEqual([
      0,
      [`${newApp}.token`, `${newApp}.voip`, 'metrics-token']
        .map((id) => `${id}: added for ${newApp}, the lab at ${lab.url}\n`)
        .join(''),
    ]);
    expect(targets).toMatchObject([{ kind: 'alert', outcome: 'accepted' }]);
  });

  it('replaces a key that does not work', async () => {
    // Prepare
    const userId = makeUser('fay');
    const other = 'com.example.broken';
    await makePhone(lab, { userId, appId: other });
    await credentials('add', ownKey(), '--team-id', 'DEF1234567', '--yes', '--no-probe', '--app', other);

    // Act
    await credentials('add', '--demo', '--yes', '--app', other);
    const targets = await sendTo(userId);

    // Assess
    expect(targets).toMatchObject([{ kind: 'alert', outcome: 'accepted' }]);
  });
});
