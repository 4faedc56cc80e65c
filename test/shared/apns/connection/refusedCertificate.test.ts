/** How Apple refuses a certificate that was revoked: by a TLS alert in the handshake, which Node's own server never sends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openAuthority } from '../../../../lab/apple/authority.ts';
import { freePort } from '../../../../lab/aws/protocol/freePort.ts';
import { openDataDirectory } from '../../../../lab/state/dataDirectory.ts';
import type { CredentialSource } from '../../../../shared/apns/client/credentialSource.ts';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { type AppleWorld, bundleId, certificateOf, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());

/** OpenSSL's own server, which knows none of our certificates. */
async function startStrictHost(tlsVersion: string): Promise<{ origin: string; ca: string }> {
  const { host, caPem } = openAuthority(openDataDirectory(undefined), Date.now);
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-tls-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const port = await freePort();
  const certificate = ['-cert', file('host.pem', host.certificatePem), '-key', file('key.pem', host.privateKeyPem)];
  const verification = ['-CAfile', file('ca.pem', caPem), '-Verify', '1', '-verify_return_error'];
  const listening = ['-accept', `127.0.0.1:${port}`, '-alpn', 'h2', tlsVersion];
  const server = spawn('openssl', ['s_server', ...listening, ...certificate, ...verification]);
  onTestFinished(async () => {
    await stop(server);
    rmSync(directory, { recursive: true });
  });
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (text) => String(text).includes('ACCEPT') && resolve());
  });
  return { origin: `https://127.0.0.1:${port}`, ca: caPem };
}

async function stop(server: ChildProcess): Promise<void> {
  const ended = once(server, 'close');
  server.kill();
  await ended;
}

describe.each(['-tls1_2', '-tls1_3'])('a certificate refused in the handshake, %s,', (tlsVersion) => {
  test('is an outcome, and the newer one is fetched', async () => {
    // Prepare
    const host = await startStrictHost(tlsVersion);
    const stored: readonly Credential[] = [certificateOf(world.apple.makeCertificate({ kind: 'voip', bundleId }))];
    let asked = 0;
    const source: CredentialSource = {
      credentialsOf: () => stored,
      credentialsAfterRejection: async (_appId, refused) => {
        asked += 1;
        return refused;
      },
      onReplaced: () => {},
    };
    const pusher = world.pusher(undefined, { ...host, source });
    const push = pushTo(world.phone().installation.tokens.voip, { pushType: 'voip' });
    // Act
    const outcome = await pusher.push(push);
    // Assess
    expect(outcome).toEqual({ kind: 'rejected', reason: 'BadCertificate', apnsId: push.headers['apns-id'] });
    expect(asked).toBeGreaterThan(0);
  });
});
