/** `ringpost credentials` on a whole lab: what it has stored is what the functions push with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCredentials } from '../../cli/credentials/credentials.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, pushesTo, screenOf, serverClient, text, until } from '../support/labClient.ts';

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
  const status = await runCredentials([...args, '--app', appId, '--lab', lab.url], terminal);
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
});
