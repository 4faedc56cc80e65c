import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import { checkAppCredentials, type StoredSecret } from '../../../../shared/credentials/rules/appChecks.ts';
import { credentialMaker } from '../../../support/apns/appleCredentials.ts';
import { appId, isoTime, startMs } from '../../../support/factories.ts';

const maker = credentialMaker();
const key = maker.tokenKey();
const voip = maker.certificate();
const dayMs = 24 * 60 * 60 * 1000;

const stored = (...credentials: unknown[]): StoredSecret => ({
  state: 'stored',
  value: JSON.stringify({ version: 1, credentials }),
});
const check = (secret: StoredSecret) =>
  checkAppCredentials(secret, {
    appId,
    nowMs: startMs,
    stageOption: '--stage prod',
    secretsPrefix: 'ringpost/prod',
  });
const endingIn = (days: number): Credential =>
  maker.certificate({ notAfter: new Date(startMs + days * dayMs) }, { credentialId: 'ending' });

describe('credentials that cover everything', () => {
  it('have no finding', () => {
    // Prepare
    const secret = stored(key, voip);

    // Act
    const { findings } = check(secret);

    // Assess
    expect(findings).toEqual([]);
  });

  it('are described with their purposes, expiry and order of use', () => {
    // Prepare
    const secret = stored(key, voip);

    // Act
    const { credentials, coverage, usable } = check(secret);

    // Assess
    expect(credentials).toMatchObject([
      { credentialId: 'key', kind: 'token', keyId: key.keyId, teamId: key.teamId, topics: 'any' },
      { credentialId: 'voip', kind: 'certificate', expiresAt: voip.notAfter, daysToExpiry: 365 },
    ]);
    expect(coverage).toEqual([
      { kind: 'alert', environment: 'production', credentialIds: ['key'] },
      { kind: 'alert', environment: 'development', credentialIds: ['key'] },
      { kind: 'voip', environment: 'production', credentialIds: ['voip', 'key'] },
      { kind: 'voip', environment: 'development', credentialIds: ['voip', 'key'] },
    ]);
    expect(usable.map(({ credentialId }) => credentialId)).toEqual(['key', 'voip']);
  });
});

describe('a secret that cannot be used', () => {
  it.each<[string, string, StoredSecret]>([
    ['that is missing', 'secret_missing', { state: 'missing' }],
    ['that is scheduled for deletion', 'secret_deleted', { state: 'deleted' }],
    ['that may not be read', 'secret_closed', { state: 'closed', cause: 'AccessDeniedException' }],
    ['that is not JSON', 'secret_unreadable', { state: 'stored', value: '{"version":1,"credentials":[' }],
    ['with another shape', 'secret_unreadable', { state: 'stored', value: '{"version":2,"credentials":[]}' }],
    ['without any credential', 'no_credential', stored()],
  ])('%s is one error and nothing else', (_what, code, secret) => {
    // Prepare: the secret of the table

    // Act
    const health = check(secret);

    // Assess
    expect(health).toMatchObject({ findings: [{ code, severity: 'error', appId }], credentials: [], coverage: [] });
    expect(health.findings).toHaveLength(1);
  });
});

describe('a fault of one credential', () => {
  const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const named = { credentialId: 'bad' };

  it.each<[string, string, () => unknown]>([
    ['an expired certificate', 'credential_expired', () => endingIn(-0.5)],
    ['a certificate that is not valid yet', 'certificate_not_yet_valid', notYetValid],
    [
      'the key of another certificate',
      'key_of_another_certificate',
      () => ({
        ...maker.certificate(),
        ...named,
        privateKeyPem: maker.certificate().privateKeyPem,
      }),
    ],
    [
      'a certificate for another bundle',
      'wrong_bundle',
      () => maker.certificate({ bundleId: 'com.example.other' }, named),
    ],
    [
      'a key for topics of another app',
      'wrong_bundle',
      () => ({ ...maker.tokenKey(), ...named, topics: ['com.example.other'] }),
    ],
    [
      'an invalid certificate',
      'certificate_unreadable',
      () => ({ ...maker.certificate(), ...named, certificatePem: 'PEM' }),
    ],
    [
      'a certificate with an invalid key',
      'key_unreadable',
      () => ({ ...maker.certificate(), ...named, privateKeyPem: 'PEM' }),
    ],
    ['an invalid token key', 'key_unreadable', () => ({ ...maker.tokenKey(), ...named, privateKeyPem: 'PEM' })],
    ['an RSA key as a token key', 'key_wrong_type', () => ({ ...maker.tokenKey(), ...named, privateKeyPem: rsaKey })],
    ['an invalid key ID', 'key_id_malformed', () => ({ ...maker.tokenKey(), ...named, keyId: 'abc' })],
    ['an invalid team ID', 'key_id_malformed', () => ({ ...maker.tokenKey(), ...named, teamId: 'Example Ltd' })],
    [
      'a topic that the certificate does not have',
      'stored_facts_differ',
      () => ({
        ...maker.certificate(),
        ...named,
        topics: [`${appId}.complication`],
      }),
    ],
    [
      'an environment that the certificate does not have',
      'stored_facts_differ',
      () => ({
        ...maker.certificate({ kind: 'production' }, named),
        environments: ['production', 'development'],
      }),
    ],
    [
      "a different expiry from the certificate's",
      'stored_facts_differ',
      () => ({
        ...maker.certificate(),
        ...named,
        notAfter: isoTime(startMs + 999 * dayMs),
      }),
    ],
    ['no environment', 'no_environment', () => ({ ...maker.tokenKey(), ...named, environments: [] })],
    ['a duplicate ID', 'duplicate_credential_id', () => ({ ...maker.tokenKey(), credentialId: 'voip' })],
  ])('%s is named, and the credential no longer serves anything', (_what, code, makeBad) => {
    // Prepare
    const secret = stored(key, voip, makeBad());

    // Act
    const { findings, usable } = check(secret);

    // Assess
    const [finding] = findings;
    expect(finding).toMatchObject({ code, severity: 'error', appId });
    expect(findings).toHaveLength(1);
    expect(usable.map(({ credentialId }) => credentialId)).not.toContain(finding?.credentialId);
  });

  it.each([
    [31, []],
    [29.5, ['expires in 29 days']],
    [6.5, ['expires in 6 days']],
    [1.5, ['expires in 1 day,']],
    [0.5, ['expires in less than a day']],
  ])('a certificate that expires in %d days is a warning', (days, expected) => {
    // Prepare
    const secret = stored(key, endingIn(days));

    // Act
    const { findings } = check(secret);

    // Assess
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual(
      expected.map(() => ['credential_expires_soon', 'warning']),
    );
    expect(findings.map(({ what }) => what).join()).toContain(expected.join());
  });

  it.each([
    ['key', { ...key, credentialId: 'again' }, `same key ${key.keyId}`],
    ['certificate', { ...voip, credentialId: 'again' }, 'same certificate'],
  ])('the same %s twice is a warning', (_what, again, said) => {
    // Prepare
    const secret = stored(key, voip, again);

    // Act
    const { findings } = check(secret);

    // Assess
    expect(findings).toMatchObject([{ code: 'duplicate_credential', severity: 'warning', credentialId: 'again' }]);
    expect(findings[0]?.what).toContain(said);
  });

  function notYetValid(): Credential {
    return credentialMaker(startMs + 3 * dayMs).certificate({}, { credentialId: 'early' });
  }
});

describe('a purpose without a credential', () => {
  const only = (environment: 'production' | 'development') => ({ ...key, environments: [environment] });

  it.each<[string, unknown[], [string, string, string | undefined, string | undefined][]]>([
    [
      'calls, with an alert certificate alone',
      [maker.certificate({ kind: 'production' })],
      [
        ['one_environment_only', 'note', undefined, undefined],
        ['not_covered', 'warning', 'alert', 'development'],
        ['not_covered', 'warning', 'voip', undefined],
      ],
    ],
    ['alerts, with a VoIP certificate alone', [voip], [['not_covered', 'error', 'alert', undefined]]],
    [
      'development, with a key for production',
      [only('production')],
      [
        ['one_environment_only', 'note', undefined, undefined],
        ['not_covered', 'warning', 'alert', 'development'],
        ['not_covered', 'warning', 'voip', 'development'],
      ],
    ],
    [
      'production, with a key for development',
      [only('development')],
      [
        ['one_environment_only', 'note', undefined, undefined],
        ['not_covered', 'error', 'alert', 'production'],
        ['not_covered', 'error', 'voip', 'production'],
      ],
    ],
  ])('is named: %s', (_what, credentials, expected) => {
    // Prepare
    const secret = stored(...credentials);

    // Act
    const { findings } = check(secret);

    // Assess
    expect(findings.map(({ code, severity, kind, environment }) => [code, severity, kind, environment])).toEqual(
      expected,
    );
  });
});

describe('a finding', () => {
  it('names the command that fixes it on the stage in question', () => {
    // Prepare
    const secret = stored();

    // Act
    const { findings } = check(secret);

    // Assess
    expect(findings[0]?.fix).toContain(`npx ringpost credentials add <file> --app ${appId} --stage prod`);
  });

  it('shows no key and no certificate', () => {
    // Prepare
    const broken = [
      { ...key, credentialId: 'a', privateKeyPem: key.privateKeyPem.slice(0, 100) },
      { ...voip, credentialId: 'b', certificatePem: voip.certificatePem.slice(0, 200) },
      { ...voip, credentialId: 'c', privateKeyPem: key.privateKeyPem },
    ];

    // Act
    const said = JSON.stringify(check(stored(...broken)).findings);

    // Assess
    expect(said).toContain('key_of_another_certificate');
    const pieces = [key.privateKeyPem, voip.certificatePem].flatMap((pem) => pem.split('\n').slice(1, 3));
    expect(pieces.filter((piece) => said.includes(piece))).toEqual([]);
    expect(said).not.toContain('BEGIN');
  });
});
