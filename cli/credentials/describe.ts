/** How credentials are shown: with what they are and may do, and never with a key. */
import { X509Certificate } from 'node:crypto';
import type { CertificateCredential, Credential, TokenCredential } from '../../shared/apns/rules/credential.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import { daysInWords, daysLeft, type Note } from './certificateChecks.ts';
import { type CertificateFacts, type CertificateKind, readCertificateFacts } from './certificateFacts.ts';
import { dayOf } from './credentialFaults.ts';

/** In `--json` documents. */
export interface CredentialView {
  /** Set once it has one. */
  credentialId?: string | undefined;
  kind: Credential['kind'];
  environments: readonly ApnsEnvironment[];
  topics: 'any' | readonly string[];
  keyId?: string | undefined;
  teamId?: string | undefined;
  certificateKind?: CertificateKind | undefined;
  commonName?: string | undefined;
  issuer?: string | undefined;
  /** ISO 8601, UTC. */
  notBefore?: string | undefined;
  notAfter?: string | undefined;
  /** Whole days until `notAfter`; negative once it has expired. */
  daysLeft?: number | undefined;
}

type Shown = Omit<TokenCredential, 'credentialId'> | Omit<CertificateCredential, 'credentialId'>;

export function viewOf(credential: Shown & { credentialId?: string | undefined }, nowMs: number): CredentialView {
  const { credentialId, kind, environments, topics } = credential;
  const common = { credentialId, kind, environments, topics };
  if (credential.kind === 'token') {
    const { keyId, teamId } = credential;
    return { ...common, keyId, teamId };
  }
  const facts = storedFacts(credential.certificatePem);
  return {
    ...common,
    certificateKind: facts?.kind,
    commonName: facts?.commonName,
    issuer: facts?.issuer.commonName,
    notBefore: facts?.notBefore,
    notAfter: credential.notAfter,
    daysLeft: daysLeft(credential.notAfter, nowMs),
  };
}

/** @returns undefined if the stored value is not a certificate. */
export function storedFacts(certificatePem: string): CertificateFacts | undefined {
  try {
    return readCertificateFacts(new X509Certificate(certificatePem));
  } catch {
    return undefined;
  }
}

const certificateTitles: Partial<Record<CertificateKind, string>> = {
  voip: 'VoIP certificate',
  universal: 'push certificate',
  development: 'push certificate for development',
  production: 'push certificate for production',
  watchkit: 'WatchKit certificate',
};

export function titleOf({ certificateKind, keyId, teamId }: CredentialView): string {
  if (keyId !== undefined) return `token key ${keyId} of team ${teamId}`;
  return certificateTitles[certificateKind ?? 'other'] ?? 'certificate';
}

/** Lines under the title, indented. */
export function detailsOf(
  { topics, environments, notBefore, notAfter, daysLeft, issuer }: CredentialView,
  notes: readonly Note[] = [],
): string {
  const rows = [
    ['topics', topics === 'any' ? 'any of the team' : topics.join(', ')],
    ['environments', environments.join(', ')],
    ...(notAfter === undefined ? [] : [['valid', validity(notBefore, notAfter, daysLeft ?? 0)]]),
    ...(issuer === undefined ? [] : [['issued by', issuer]]),
    ...notes.map(({ message }) => ['note', message]),
  ];
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(14)}${value}\n`).join('');
}

function validity(notBefore: string | undefined, notAfter: string, days: number): string {
  const from = notBefore === undefined ? '' : `${dayOf(notBefore)} `;
  const left = days < 0 ? 'expired' : `${daysInWords(days)} left`;
  return `${from}to ${dayOf(notAfter)} (${left})`;
}
