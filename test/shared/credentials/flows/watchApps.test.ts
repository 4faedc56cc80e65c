import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { probeCredentials } from '../../../../shared/credentials/apple/probe.ts';
import { watchApps } from '../../../../shared/credentials/flows/watchApps.ts';
import type { StoredSecret } from '../../../../shared/credentials/rules/appChecks.ts';
import { type AppleWorld, bundleId, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { captureMetrics } from '../../../support/memory/captureMetrics.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());

const stage = { stageOption: '--stage prod', secretsPrefix: 'ringpost/prod' };

function watchPorts(secrets: Record<string, StoredSecret | Error>) {
  const clock = { nowMs: Date.now };
  const { origins, caPem: ca } = world.apple;
  return {
    clock,
    probe: (appId: string, credentials: readonly Credential[]) =>
      probeCredentials({ clock, newId: randomUUID, origins, ca }, appId, credentials),
    log: captureLog(),
    metrics: captureMetrics(),
    secretOf: async (appId: string): Promise<StoredSecret> => {
      const secret = secrets[appId] ?? { state: 'missing' };
      if (secret instanceof Error) throw secret;
      return secret;
    },
  };
}

const stored = (...credentials: object[]): StoredSecret => ({
  state: 'stored',
  value: JSON.stringify({ version: 1, credentials }),
});

describe('the daily watch', () => {
  it("records for each app the days left of its certificates, the number of faults and Apple's answers", async () => {
    // Prepare
    const ports = watchPorts({ [bundleId]: stored(world.tokenCredential, world.certificateCredential) });

    // Act
    await watchApps(ports, [bundleId, 'com.example.empty'], stage);

    // Assess
    const of = (appId: string) =>
      ports.metrics.recorded
        .filter(({ dimensions }) => dimensions['appId'] === appId)
        .map(({ name, value }) => [name, value]);
    expect(of(bundleId)).toEqual([
      ['CredentialDaysToExpiry', expect.closeTo(365, 1)],
      ['CredentialFaults', 0],
      ['ProbeFailed', 0],
      ['ProbeFailed', 0],
    ]);
    // Nobody to ask Apple about: then there is nothing to say of that.
    expect(of('com.example.empty')).toEqual([['CredentialFaults', 1]]);
  });

  it('records the days left of a metrics token, which is never a fault of the credentials', async () => {
    // Prepare
    const token = { token: 'expired-token', teamId: 'DEF1234567', addedAt: '2020-01-01T00:00:00.000Z' };
    const value = JSON.stringify({ version: 1, credentials: [world.tokenCredential], metricsToken: token });
    const ports = watchPorts({ [bundleId]: { state: 'stored', value } });

    // Act
    const [inspection] = await watchApps(ports, [bundleId], stage);

    // Assess
    expect(inspection?.findings).toMatchObject([{ code: 'metrics_token_expired', credentialId: 'metrics-token' }]);
    expect(ports.metrics.recorded.slice(0, 2)).toMatchObject([
      { name: 'CredentialDaysToExpiry', value: expect.any(Number), details: { credentialId: 'metrics-token' } },
      { name: 'CredentialFaults', value: 0 },
    ]);
    expect(ports.metrics.recorded[0]?.value).toBeLessThan(-1000);
    expect(JSON.stringify([ports.log, inspection])).not.toContain(token.token);
  });

  it('distinguishes a rejected probe from a fault of the stored credential', async () => {
    // Prepare
    const stranger = { ...world.tokenCredential, keyId: 'AAAAAAAAAA' };
    const ports = watchPorts({ [bundleId]: stored(stranger) });

    // Act
    await watchApps(ports, [bundleId], stage);

    // Assess
    expect(
      ports.metrics.recorded.map(({ name, value, dimensions }) => [name, value, dimensions['environment']]),
    ).toEqual([
      ['CredentialFaults', 0, undefined],
      ['ProbeFailed', 1, 'production'],
      ['ProbeFailed', 1, 'development'],
    ]);
  });

  it('logs each finding except notes with its fix', async () => {
    // Prepare
    const ports = watchPorts({ [bundleId]: stored({ ...world.tokenCredential, environments: ['production'] }) });

    // Act
    await watchApps(ports, [bundleId], stage);

    // Assess
    expect(ports.log.lines.map(({ level, message, fields }) => [level, message, fields['code']])).toEqual([
      ['warn', 'credential finding', 'not_covered'],
      ['warn', 'credential finding', 'not_covered'],
    ]);
    expect(ports.log.lines[0]?.fields['fix']).toContain('npx ringpost credentials add');
  });

  it('fails if an app cannot be inspected, after reporting the others', async () => {
    // Prepare
    const ports = watchPorts({
      'com.example.locked': Object.assign(new Error('quoting a secret'), { name: 'Throttled' }),
    });

    // Act
    const watching = watchApps(ports, ['com.example.locked', 'com.example.empty'], stage);

    // Assess
    await expect(watching).rejects.toThrow('some apps could not be inspected');
    expect(ports.metrics.recorded).toMatchObject([
      { name: 'CredentialFaults', dimensions: { appId: 'com.example.empty' } },
    ]);
    expect(ports.log.lines).toContainEqual({
      level: 'error',
      message: 'app not inspected',
      fields: { appId: 'com.example.locked', error: 'Throttled' },
    });
    expect(JSON.stringify(ports.log.lines)).not.toContain('quoting');
  });
});
