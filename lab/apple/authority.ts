/**
 * The fake Apple CA: a root, below it the certificate of the APNs hosts and an issuer for client certificates, like
 * Apple's Worldwide Developer Relations CA.
 */
import { X509Certificate } from 'node:crypto';
import type { DataDirectory } from '../state/dataDirectory.ts';
import type { CertificateRequest, IssuedCertificate } from './apple.ts';
import { appleExtensions, readScope, subjectOf } from './certificateExtensions.ts';
import type { CertificateScope } from './connectionAuth.ts';
import { type CertificateAndKey, makeCertificate, makeP12 } from './x509.ts';

export interface Authority {
  /** The root, which signs the hosts' certificate. */
  readonly caPem: string;
  /** For both APNs hosts: 127.0.0.1, localhost and Apple's names. */
  readonly host: CertificateAndKey;
  issue(request: CertificateRequest, teamId: string): IssuedCertificate;
  /** What a client certificate allows; undefined if it was issued elsewhere, or is not valid now. */
  admit(certificate: X509Certificate): CertificateScope | undefined;
}

interface AuthorityState {
  root: CertificateAndKey;
  issuer: CertificateAndKey;
  host: CertificateAndKey;
}

const stateName = 'appleAuthority';
const defaultPassword = 'ringpost-lab';
const dayMs = 24 * 60 * 60 * 1000;
const hostNames = ['localhost', 'api.push.apple.com', 'api.sandbox.push.apple.com'];
/** The CA and the hosts outlive any lab, whatever its clock shows. */
const longLife = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };

export function openAuthority(data: DataDirectory, clock: () => number): Authority {
  let state = data.load<AuthorityState>(stateName);
  if (state === undefined) {
    state = makeState();
    data.save(stateName, state);
  }
  const { root, issuer, host } = state;
  const issuerCertificate = new X509Certificate(issuer.certificatePem);

  return {
    caPem: root.certificatePem,
    host,
    issue({ kind, bundleId, password = defaultPassword, notAfter }, teamId) {
      const made = makeCertificate({
        subject: subjectOf(kind, bundleId, teamId),
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', clientAuth: true, critical: true },
          ...appleExtensions(kind, bundleId),
        ],
        notBefore: new Date(clock() - dayMs),
        notAfter: notAfter ?? new Date(clock() + 365 * dayMs),
        issuer,
      });
      const certificate = new X509Certificate(made.certificatePem);
      const { topics, environments } = readScope(certificate);
      return {
        ...made,
        p12: makeP12(made, password),
        password,
        topics: [...topics],
        environments: [...environments],
        notAfter: certificate.validToDate.toISOString(),
      };
    },
    admit(certificate) {
      const isOurs = certificate.checkIssued(issuerCertificate) && certificate.verify(issuerCertificate.publicKey);
      const isValidNow = certificate.validFromDate.getTime() <= clock() && clock() <= certificate.validToDate.getTime();
      return isOurs && isValidNow ? readScope(certificate) : undefined;
    },
  };
}

function makeState(): AuthorityState {
  const caExtensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ];
  const root = makeCertificate({
    ...longLife,
    subject: [{ name: 'commonName', value: 'Ringpost Lab Root CA' }],
    extensions: caExtensions,
  });
  const issuer = makeCertificate({
    ...longLife,
    subject: [{ name: 'commonName', value: 'Ringpost Lab Worldwide Developer Relations CA' }],
    extensions: caExtensions,
    issuer: root,
  });
  const host = makeCertificate({
    ...longLife,
    subject: [{ name: 'commonName', value: 'api.push.apple.com' }],
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 7, ip: '127.0.0.1' }, ...hostNames.map((value) => ({ type: 2, value }))],
      },
    ],
    issuer: root,
  });
  return { root, issuer, host };
}
