import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../lab/apple/x509.ts';
import { appId, type CredentialsWorld, credentialsWorld, issue } from './credentialsWorld.ts';

let world: CredentialsWorld;
beforeEach(async () => {
  world = await credentialsWorld();
});
afterEach(() => world.stop());

describe('credentials request', () => {
  /** What Apple does with a request: a certificate for the key in it. */
  function signed(requestPem: string): Uint8Array {
    const request = forge.pki.certificationRequestFromPem(requestPem);
    const template = forge.pki.certificateFromPem(issue('voip').certificatePem);
    const ca = makeCertificate({
      subject: [{ name: 'commonName', value: 'Ringpost Lab Worldwide Developer Relations CA' }],
      extensions: [{ name: 'basicConstraints', cA: true }],
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2040-01-01'),
    });
    template.publicKey = request.publicKey as forge.pki.rsa.PublicKey;
    template.sign(forge.pki.privateKeyFromPem(ca.privateKeyPem), forge.md.sha256.create());
    return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(template)).getBytes(), 'binary');
  }

  it('creates a key and a signing request, and `add` joins the returned .cer to that key', async () => {
    // Prepare
    const request = await world.run([
      'request',
      '--app',
      appId,
      '--folder',
      world.folder,
      '--email',
      'dev@example.com',
    ]);
    const keyFile = join(world.folder, `${appId}.key.pem`);
    const requestPem = readFileSync(join(world.folder, `${appId}.certSigningRequest`), 'utf8');
    const cer = world.file('voip_services.cer', signed(requestPem));
    world.file('broken.key.pem', 'no key');

    // Act
    const { status, said } = await world.add(cer);

    // Assess
    expect(request.status).toBe(0);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(forge.pki.certificationRequestFromPem(requestPem).verify()).toBe(true);
    expect(status).toBe(0);
    expect(said).toContain(`the key of its request is ${appId}.key.pem`);
    expect(await world.stored()).toMatchObject([
      { credentialId: 'voip', privateKeyPem: readFileSync(keyFile, 'utf8') },
    ]);
  });

  it('never overwrites an existing key', async () => {
    // Prepare
    await world.run(['request', '--app', appId, '--folder', world.folder]);
    const before = readdirSync(world.folder).map((name) => readFileSync(join(world.folder, name), 'utf8'));

    // Act
    const { status, said } = await world.run(['request', '--app', appId, '--folder', world.folder]);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('already exists, and is not overwritten');
    expect(readdirSync(world.folder).map((name) => readFileSync(join(world.folder, name), 'utf8'))).toEqual(before);
  });

  it('reports that the folder is not writable', async () => {
    // Prepare
    const nowhere = join(world.folder, 'none');

    // Act
    const { status, said } = await world.run(['request', '--app', appId, '--folder', nowhere]);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('cannot be written (ENOENT)');
  });
});
