import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { probeCredentials } from '../../../../shared/credentials/apple/probe.ts';
import { type AppleWorld, bundleId, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { testedTransport } from '../../../support/apns/testedTransport.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());

const probe = (...credentials: Credential[]) =>
  probeCredentials(
    {
      clock: { nowMs: Date.now },
      newId: randomUUID,
      origins: world.apple.origins,
      ca: world.apple.caPem,
      transport: testedTransport,
    },
    bundleId,
    credentials,
  );

describe('a probe', () => {
  it('finds a good key and a good certificate good at both hosts', async () => {
    // Prepare
    const { certificateCredential } = world;
    const tokenCredential = { ...world.tokenCredential, credentialId: 'key' };
    const voipOnly = { ...certificateCredential, credentialId: 'voip', topics: [`${bundleId}.voip`] } as Credential;

    // Act
    const probes = await probe(tokenCredential, voipOnly);

    // Assess
    const answer = { state: 'good', status: 400, reason: 'BadDeviceToken' };
    expect(probes).toEqual([
      { credentialId: 'key', environment: 'production', kind: 'alert', ...answer },
      { credentialId: 'key', environment: 'production', kind: 'voip', ...answer },
      { credentialId: 'key', environment: 'development', kind: 'alert', ...answer },
      { credentialId: 'key', environment: 'development', kind: 'voip', ...answer },
      { credentialId: 'voip', environment: 'production', kind: 'voip', ...answer },
      { credentialId: 'voip', environment: 'development', kind: 'voip', ...answer },
    ]);
  });

  it('reaches no phone and stores nothing for later', async () => {
    // Prepare
    const phone = world.phone();
    const [last] = world.apple.pushes().slice(-1);

    // Act
    await probe(world.tokenCredential);

    // Assess
    const asked = world.apple.pushes(last?.n ?? 0);
    expect(asked.map(({ headers, payload }) => [headers['apns-expiration'], payload])).toEqual(
      Array(4).fill(['0', { aps: {} }]),
    );
    expect(phone.received).toEqual([]);
  });

  it('finds a key that Apple does not know, at each host', async () => {
    // Prepare
    const stranger = { ...world.tokenCredential, keyId: 'AAAAAAAAAA' } as Credential;

    // Act
    const probes = await probe(stranger);

    // Assess
    const refused = { state: 'refused', reason: 'InvalidProviderToken' };
    expect(probes).toMatchObject(Array(4).fill(refused));
    const findings = probes.flatMap(({ finding }) => finding ?? []);
    const fault = { code: 'probe_refused', severity: 'error', appId: bundleId, credentialId: 'key' };
    expect(findings).toMatchObject([
      {
        ...fault,
        environment: 'production',
        what: expect.stringContaining('for messages and calls at the production'),
      },
      { ...fault, environment: 'development' },
    ]);
    expect(findings.map(({ kind }) => kind)).toEqual([undefined, undefined]);
  });

  it('finds a key that is limited to one environment but stored for both', async () => {
    // Prepare
    const key = world.apple.makeTokenKey({ environments: ['development'] });
    const credential = { ...world.tokenCredential, ...key } as Credential;

    // Act
    const probes = await probe(credential);

    // Assess
    expect(probes.map(({ environment, state }) => [environment, state])).toEqual([
      ['production', 'refused'],
      ['production', 'refused'],
      ['development', 'good'],
      ['development', 'good'],
    ]);
    expect(probes[0]?.finding?.what).toContain('not for this host');
  });

  it('finds a key that can push messages but not calls', async () => {
    // Prepare
    const key = world.apple.makeTokenKey({ topics: [bundleId] });
    const credential = { ...world.tokenCredential, ...key, environments: ['production'] } as Credential;

    // Act
    const probes = await probe(credential);

    // Assess
    expect(probes).toMatchObject([
      { kind: 'alert', state: 'good' },
      { kind: 'voip', state: 'refused', finding: { kind: 'voip', what: expect.stringContaining('for calls at') } },
    ]);
  });

  it('finds a certificate of one environment that is stored for both', async () => {
    // Prepare
    const { certificatePem, privateKeyPem } = world.apple.makeCertificate({ kind: 'development', bundleId });
    const credential = { ...world.certificateCredential, certificatePem, privateKeyPem, topics: [bundleId] };

    // Act
    const probes = await probe(credential as Credential);

    // Assess
    expect(probes.map(({ state }) => state)).toEqual(['refused', 'good']);
    expect(probes[0]?.reason).toBe('BadCertificateEnvironment');
  });

  it('reports an unreachable host', async () => {
    // Prepare
    const gone = await startAppleWorld();
    await gone.stop();

    // Act
    const [first] = await probeCredentials(
      { clock: { nowMs: Date.now }, newId: randomUUID, origins: gone.apple.origins, timeoutMs: 300 },
      bundleId,
      [gone.tokenCredential],
    );

    // Assess
    expect(first).toMatchObject({ state: 'unreachable', finding: { code: 'host_unreachable', severity: 'error' } });
  });

  it('sends nothing for a credential of another app', async () => {
    // Prepare
    const other = { ...world.tokenCredential, topics: ['com.example.other'] } as Credential;

    // Act
    const probes = await probe(other);

    // Assess
    expect(probes).toEqual([]);
  });
});
