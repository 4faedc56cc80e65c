/** `ringpost doctor` on a lab: nothing to say of a healthy one, and every planted fault by its name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDoctor } from '../../../cli/doctor/doctor.ts';
import type { DoctorReport } from '../../../cli/doctor/examine.ts';
import { openStageAccess } from '../../../cli/stage/openStageAccess.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { storedCredentials } from '../../../lab/state/storedCredentials.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import { anybody, makePhone, until } from '../../support/lab/labClient.ts';
import {
  entitlementsWithoutPush,
  goodEntitlements,
  goodInfoPlist,
  healthyApp,
  infoPlistWithoutVoip,
  plantFaults,
} from '../../support/plantedFaults.ts';

let lab: Lab;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-doctor-'));
  lab = await startLab();
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

async function doctor(...args: string[]) {
  const terminal = captureTerminal();
  const exitStatus = await runDoctor([...args, '--lab', lab.url], terminal);
  return { exitStatus, printed: terminal.printed(), said: terminal.said() };
}

const reportOf = ({ printed }: { printed: string }) => JSON.parse(printed) as DoctorReport;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('doctor on a healthy lab', () => {
  it('finds nothing, lists what it checked, and exits with 0', async () => {
    // Prepare
    const phone = await makePhone(lab, { userId: 'carol' });
    const files = [
      ...['--info-plist', file('Info.plist', goodInfoPlist)],
      ...['--entitlements', file('good.entitlements', goodEntitlements)],
    ];

    // Act
    const result = await doctor('--user', 'carol', ...files, '--json');

    // Assess
    const { ok, parts, apps, user, findings } = reportOf(result);
    expect({ exitStatus: result.exitStatus, ok, findings }).toEqual({ exitStatus: 0, ok: true, findings: [] });
    expect(parts.map(({ name, isReached }) => [name, isReached])).toEqual([
      ['api', true],
      ['table', true],
      ['delivery_queue', true],
      ['dead_letter_queue', true],
      ['call_timer_dead_letter_queue', true],
      ['webhook_dead_letter_queue', true],
    ]);
    expect(apps.map(({ appId }) => appId)).toContain(healthyApp);
    for (const { coverage, probes } of apps) {
      expect(coverage.filter(({ credentialIds }) => credentialIds.length === 0)).toEqual([]);
      expect(probes.map(({ state }) => state)).toEqual(Array(6).fill('good'));
    }
    expect(user).toMatchObject({
      userId: 'carol',
      devices: [
        {
          deviceId: phone.deviceId,
          message: { decision: 'push', rule: 'offline' },
          call: { way: 'voip' },
          tokens: Array(3).fill({ state: 'unproven' }),
        },
      ],
    });
  });

  it('prints this as text, without any token or key', async () => {
    // Prepare
    const phone = await makePhone(lab, { userId: 'dave' });

    // Act
    const { exitStatus, printed } = await doctor('--user', 'dave');

    // Assess
    expect(exitStatus).toBe(0);
    expect(printed).toContain('✓ all is well (0 errors, 0 warnings, 0 notes)');
    expect(printed).toContain(`${phone.tokens.voip.slice(0, 8)}…`);
    expect(printed).not.toContain(phone.tokens.voip.slice(0, 12));
    expect(printed).not.toContain('PRIVATE KEY');
  });

  it('checks only one app on request', async () => {
    // Prepare
    await makePhone(lab, { appId: 'com.example.second' });

    // Act
    const result = await doctor('--app', 'com.example.second', '--json');

    // Assess
    expect(reportOf(result).apps.map(({ appId }) => appId)).toEqual(['com.example.second']);
    expect(result.exitStatus).toBe(0);
  });
});

describe('doctor on a lab with twelve faults', () => {
  it('names all twelve, each with a fix, reports nothing that is healthy, and exits with 1', async () => {
    // Prepare
    const access = await openStageAccess({ kind: 'lab', url: lab.url });
    const infoPlist = file('Broken.plist', infoPlistWithoutVoip);
    const entitlements = file('broken.entitlements', entitlementsWithoutPush);
    const planted = [
      ...(await plantFaults(lab, access, 'erin')),
      { code: 'background_mode_missing', file: infoPlist },
      { code: 'push_capability_missing', file: entitlements },
    ];

    // Act
    const result = await doctor(
      ...['--user', 'erin', '--info-plist', infoPlist, '--entitlements', entitlements, '--json'],
    );

    // Assess
    const { findings } = reportOf(result);
    expect(result.exitStatus).toBe(1);
    expect(planted).toHaveLength(12);
    for (const fault of planted) expect(findings).toContainEqual(expect.objectContaining(fault));
    const faults = findings.filter(({ severity }) => severity !== 'note');
    const unplanted = faults.filter((finding) =>
      planted.every((fault) => Object.entries(fault).some(([name, value]) => finding[name as 'code'] !== value)),
    );
    expect(unplanted).toEqual([]);
    expect(faults.filter(({ what, fix }) => what.length < 20 || fix.length < 10)).toEqual([]);
  });

  it('prints the worst first, each with its fix', async () => {
    // Prepare: the faults are still there

    // Act
    const { exitStatus, printed } = await doctor('--app', 'com.example.revoked');

    // Assess
    expect(exitStatus).toBe(1);
    const lines = printed.split('\n');
    const at = lines.indexOf('✗ error probe_refused');
    expect(lines[at + 1]).toContain(
      '`com.example.revoked.token` for messages and calls at the production host is rejected (403',
    );
    expect(lines.slice(at).find((line) => line.trim().startsWith('→'))).toContain('Compare both IDs');
  });
});

describe('the daily watch in the lab', () => {
  it('runs the checks of doctor and records the metrics behind the alarms', async () => {
    // Prepare
    const appId = 'com.example.ending';
    await makePhone(lab, { appId });
    const { clients, secretsPrefix } = await openStageAccess({ kind: 'lab', url: lab.url });
    const { credentials } = storedCredentials(appId, lab.apple.credentials(appId));
    const [key, voip] = credentials;
    const inSixDays = new Date(Date.now() + 6.5 * 24 * 60 * 60 * 1000);
    const ending = lab.apple.makeCertificate({ kind: 'voip', bundleId: appId, notAfter: inSixDays });
    const { certificatePem, privateKeyPem, notAfter } = ending;
    const stored = [
      { ...key, keyId: 'REVOKEDKEY' },
      { ...voip, certificatePem, privateKeyPem, notAfter },
      { ...key, credentialId: 'short', keyId: 'x' },
    ];
    const SecretString = JSON.stringify({ version: 1, credentials: stored });
    await clients.secretsManager.send(
      new PutSecretValueCommand({ SecretId: `${secretsPrefix}/apps/${appId}`, SecretString }),
    );

    // Act
    const { status, body } = await anybody(lab)('POST', '/lab/watch');

    // Assess
    expect(status).toBe(200);
    expect(body.findings.map(({ code }: { code: string }) => code).sort()).toEqual([
      'credential_expires_soon',
      'key_id_malformed',
      'probe_refused',
      'probe_refused',
    ]);
    const metricsOfApp = async () =>
      lab
        .logLines()
        .map((line) => JSON.parse(line))
        .filter((line) => '_aws' in line && line.appId === appId);
    expect(await until(metricsOfApp, (metrics) => metrics.length >= 4)).toMatchObject([
      { stage: 'lab', credentialId: `${appId}.voip`, CredentialDaysToExpiry: expect.closeTo(6.5, 1) },
      { stage: 'lab', CredentialFaults: 1 },
      { stage: 'lab', environment: 'production', ProbeFailed: 1 },
      { stage: 'lab', environment: 'development', ProbeFailed: 1 },
    ]);
  });

  it('starts only with POST', async () => {
    // Prepare
    const method = 'GET';

    // Act
    const { status, body } = await anybody(lab)(method, '/lab/watch');

    // Assess
    expect({ status, code: body.code }).toEqual({ status: 405, code: 'method_not_allowed' });
  });
});

describe('doctor', () => {
  it('reports a user without devices', async () => {
    // Prepare
    const userId = 'nobody';

    // Act
    const result = await doctor('--user', userId, '--app', healthyApp, '--json');

    // Assess
    expect(result.exitStatus).toBe(1);
    expect(reportOf(result).findings[0]).toMatchObject({ code: 'no_device', severity: 'error', userId });
  });

  it.each([
    ['a binary property list', Buffer.from('bplist00\0\0'), 'plist_unreadable', 'plutil -convert xml1'],
    ['something else', 'key: value', 'plist_unreadable', 'not an XML property list'],
  ])('explains what to do with %s', async (_what, content, code, said) => {
    // Prepare
    const path = file('Odd.plist', content);

    // Act
    const result = await doctor('--info-plist', path, '--json');

    // Assess
    expect(result.exitStatus).toBe(1);
    expect(JSON.parse(result.printed)).toMatchObject({ errors: [{ code }] });
    expect(result.printed).toContain(said);
  });

  it('asks for the app when a file does not name it', async () => {
    // Prepare
    const path = file('generic.entitlements', goodEntitlements);

    // Act
    const { exitStatus, said } = await doctor('--entitlements', path);

    // Assess
    expect(exitStatus).toBe(2);
    expect(said).toContain('--app <bundleId>');
  });

  it('explains itself', async () => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    const exitStatus = await runDoctor(['--help'], terminal);

    // Assess
    expect(exitStatus).toBe(0);
    expect(terminal.printed()).toContain('npx ringpost doctor --stage prod --app com.example.chat --user alice');
  });
});
