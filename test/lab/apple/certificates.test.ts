import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateKind } from '../../../lab/apple/apple.ts';
import { type Authority, openAuthority } from '../../../lab/apple/authority.ts';
import { openDeveloperAccount } from '../../../lab/apple/developerAccount.ts';
import { type DataDirectory, openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { bundleId } from './support.ts';

const teamId = 'TEAM123456';
const nowMs = Date.parse('2026-11-22T10:00:00Z');
const clock = () => nowMs;
let path: string;
let data: DataDirectory;
let authority: Authority;

beforeAll(() => {
  path = mkdtempSync(join(tmpdir(), 'ringpost-apple-'));
  data = openDataDirectory(path);
  authority = openAuthority(data, clock);
});
afterAll(() => rmSync(path, { recursive: true }));

/** Reads the certificate with forge, apart from the code under test: subject, and the number and bytes of each extension. */
function readCertificate(certificatePem: string) {
  const certificate = forge.pki.certificateFromPem(certificatePem);
  const prefix = '1.2.840.113635.100.6.3.';
  const extensions = (certificate.extensions as { id: string; value: string }[])
    .filter(({ id }) => id.startsWith(prefix))
    .map(({ id, value }) => [Number(id.slice(prefix.length)), forge.asn1.fromDer(value)] as const);
  const field = (query: forge.pki.CertificateFieldOptions) => certificate.subject.getField(query)?.value as unknown;
  return {
    commonName: field({ name: 'commonName' }),
    userId: field({ type: '0.9.2342.19200300.100.1.1' }),
    team: field({ name: 'organizationalUnitName' }),
    extensions: new Map(extensions),
  };
}

describe('client certificates', () => {
  it.each<[CertificateKind, string, string, number[]]>([
    ['voip', 'VoIP Services: com.example.app', 'com.example.app.voip', [1, 2, 3, 4, 5]],
    ['universal', 'Apple Push Services: com.example.app', 'com.example.app', [1, 2, 6]],
    ['development', 'Apple Development IOS Push Services: com.example.app', 'com.example.app', [1]],
    ['production', 'Apple Production IOS Push Services: com.example.app', 'com.example.app', [2]],
  ])("%s has the subject and extensions of Apple's certificates", (kind, commonName, userId, extensions) => {
    // Prepare
    const issued = authority.issue({ kind, bundleId }, teamId);

    // Act
    const read = readCertificate(issued.certificatePem);

    // Assess
    expect(read).toMatchObject({ commonName, userId, team: teamId });
    expect([...read.extensions.keys()]).toEqual(extensions);
  });

  it('VoIP lists the bundle ID and its topics as text', () => {
    // Prepare
    const issued = authority.issue({ kind: 'voip', bundleId }, teamId);

    // Act
    const { extensions } = readCertificate(issued.certificatePem);

    // Assess
    expect(extensions.get(3)).toMatchObject({ type: forge.asn1.Type.UTF8, value: bundleId });
    expect(extensions.get(4)).toMatchObject({ value: 'com.example.app, com.example.app.voip' });
    expect(extensions.get(5)).toMatchObject({ type: forge.asn1.Type.NULL });
  });

  it('universal lists pairs of a topic and its purposes', () => {
    // Prepare
    const issued = authority.issue({ kind: 'universal', bundleId }, teamId);

    // Act
    const list = readCertificate(issued.certificatePem).extensions.get(6);

    // Assess
    expect(list?.value).toMatchObject([
      { value: 'com.example.app' },
      { value: [{ value: 'app' }] },
      { value: 'com.example.app.voip' },
      { value: [{ value: 'voip' }] },
      { value: 'com.example.app.complication' },
      { value: [{ value: 'complication' }] },
    ]);
  });

  it.each<[CertificateKind, string[], string[]]>([
    ['voip', ['com.example.app', 'com.example.app.voip'], ['production', 'development']],
    [
      'universal',
      ['com.example.app', 'com.example.app.voip', 'com.example.app.complication'],
      ['production', 'development'],
    ],
    ['development', ['com.example.app'], ['development']],
    ['production', ['com.example.app'], ['production']],
  ])('%s is issued and accepted for its topics and hosts', (kind, topics, environments) => {
    // Prepare
    const issued = authority.issue({ kind, bundleId }, teamId);

    // Act
    const admitted = authority.admit(new X509Certificate(issued.certificatePem));

    // Assess
    expect(issued).toMatchObject({ topics, environments });
    expect(admitted).toEqual({ topics, environments });
  });

  it('are valid for one year', () => {
    // Prepare
    const request = { kind: 'voip', bundleId } as const;

    // Act
    const { notAfter } = authority.issue(request, teamId);

    // Assess
    expect(notAfter).toBe('2027-11-22T10:00:00.000Z');
  });

  it.each([
    [
      'another authority',
      () => openAuthority(openDataDirectory(undefined), clock).issue({ kind: 'voip', bundleId }, teamId),
    ],
    ['yesterday', () => authority.issue({ kind: 'voip', bundleId, notAfter: new Date(nowMs - 1) }, teamId)],
  ])('from %s are not accepted', (_from, issue) => {
    // Prepare
    const certificate = new X509Certificate(issue().certificatePem);

    // Act
    const admitted = authority.admit(certificate);

    // Assess
    expect(admitted).toBeUndefined();
  });
});

describe('p12 files', () => {
  it('open with their password, and key and certificate match', () => {
    // Prepare
    const { p12, password, certificatePem, privateKeyPem } = authority.issue(
      { kind: 'voip', bundleId, password: 'correct horse' },
      teamId,
    );

    // Act
    const context = createSecureContext({ pfx: Buffer.from(p12), passphrase: password });

    // Assess
    expect(password).toBe('correct horse');
    expect(context.context).toBeDefined();
    expect(new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
  });

  it('do not open with another password', () => {
    // Prepare
    const { p12 } = authority.issue({ kind: 'voip', bundleId }, teamId);

    // Act
    const open = () => createSecureContext({ pfx: Buffer.from(p12), passphrase: 'wrong' });

    // Assess
    expect(open).toThrow(/mac verify failure/);
  });
});

describe('the hosts', () => {
  it.each(['localhost', 'api.push.apple.com', 'api.sandbox.push.apple.com'])('have a certificate for %s', (name) => {
    // Prepare
    const certificate = new X509Certificate(authority.host.certificatePem);

    // Act
    const matched = certificate.checkHost(name);

    // Assess
    expect(matched).toBe(name);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.verify(new X509Certificate(authority.caPem).publicKey)).toBe(true);
  });
});

describe('state', () => {
  it('is restored from the same folder: CA, token key and certificates', () => {
    // Prepare
    const before = openDeveloperAccount(data, authority, clock).credentials(bundleId);

    // Act
    const reopened = openAuthority(openDataDirectory(path), clock);
    const after = openDeveloperAccount(openDataDirectory(path), reopened, clock).credentials(bundleId);

    // Assess
    expect(reopened.caPem).toBe(authority.caPem);
    expect(after).toEqual(before);
  });

  it('replaces a VoIP certificate that has expired', () => {
    // Prepare
    const before = openDeveloperAccount(data, authority, clock).credentials(bundleId);
    const muchLater = () => nowMs + 400 * 24 * 60 * 60 * 1000;

    // Act
    const reopened = openAuthority(openDataDirectory(path), muchLater);
    const after = openDeveloperAccount(openDataDirectory(path), reopened, muchLater).credentials(bundleId);

    // Assess
    expect(after.token).toEqual(before.token);
    expect(Date.parse(after.voipCertificate.notAfter)).toBeGreaterThan(muchLater());
  });

  it("has keys and IDs in Apple's formats", () => {
    // Prepare
    const account = openDeveloperAccount(openDataDirectory(undefined), authority, clock);

    // Act
    const { token } = account.credentials(bundleId);

    // Assess
    expect(token.keyId).toMatch(/^[A-Z0-9]{10}$/);
    expect(token.teamId).toMatch(/^[A-Z0-9]{10}$/);
    expect(token.privateKeyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(createPrivateKey(token.privateKeyPem).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });
});
