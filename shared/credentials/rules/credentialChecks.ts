/** What is wrong with one stored credential, as far as it shows without asking Apple. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateCredential, Credential, TokenCredential } from '../../apns/rules/credential.ts';
import { isTopicOf } from '../../apns/rules/pushTypes.ts';
import { type AppleCertificate, readAppleCertificate } from './appleCertificate.ts';
import type { Finding, Severity } from './finding.ts';

/** How fixes refer to the stage in commands. */
export interface StageNames {
  /** `--stage prod` or `--lab`. */
  stageOption: string;
  /** An app's secret is `<secretsPrefix>/apps/<bundleId>`; no trailing slash. */
  secretsPrefix: string;
}

export interface CheckContext extends StageNames {
  appId: string;
  nowMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Apple mails the first reminder 30 days before, only to the account's owner. */
export const expiryWarningDays = 30;

/** Negative once it has expired. */
export function daysUntil(notAfter: string, nowMs: number): number {
  return (Date.parse(notAfter) - nowMs) / dayMs;
}

/** @returns nothing for a usable credential. */
export function checkCredential(credential: Credential, context: CheckContext): Finding[] {
  const report = reporter(credential, context);
  return [
    ...(credential.kind === 'token' ? checkKey(credential, report) : checkCertificate(credential, context, report)),
    ...checkScope(credential, context, report),
  ];
}

type Report = (severity: Severity, code: string, what: string, fix: string) => Finding;

function reporter({ credentialId }: Credential, { appId }: CheckContext): Report {
  return (severity, code, what, fix) => ({
    code,
    severity,
    appId,
    credentialId,
    what: `\`${credentialId}\` ${what}`,
    fix,
  });
}

/** For a fix: the command that stores a credential. @param inPlaceOf the ID of the one that it replaces. */
export function addCommand({ appId, stageOption }: CheckContext, inPlaceOf?: string): string {
  const id = inPlaceOf === undefined ? '' : ` --credential-id ${inPlaceOf}`;
  return `\`npx ringpost credentials add <file> --app ${appId}${id} ${stageOption}\``;
}

/** For a fix: the command that removes a credential. */
export function removeCommand({ appId, stageOption }: CheckContext, credentialId: string): string {
  return `\`npx ringpost credentials remove ${credentialId} --app ${appId} ${stageOption}\``;
}

const importAgain =
  'Import it again from its file: the stored credential was not written by `ringpost credentials add`.';

function checkKey({ keyId, teamId, privateKeyPem }: TokenCredential, report: Report): Finding[] {
  const findings: Finding[] = [];
  const key = readKey(privateKeyPem);
  if (key === undefined) {
    findings.push(
      report('error', 'key_unreadable', 'has a private key that is not an unencrypted PEM key.', importAgain),
    );
  } else if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    findings.push(
      report(
        'error',
        'key_wrong_type',
        'has a key that is not EC P-256, which provider tokens require.',
        'Import the AuthKey_<key ID>.p8 from Apple: Certificates, Identifiers & Profiles > Keys.',
      ),
    );
  }
  for (const [name, id] of [['key ID', keyId] as const, ['team ID', teamId] as const]) {
    if (/^[A-Z0-9]{10}$/.test(id)) continue;
    findings.push(
      report(
        'error',
        'key_id_malformed',
        `has the ${name} \`${id}\`, which is not ten capital letters and digits.`,
        `Import the key again with the ${name} that the Apple developer account shows.`,
      ),
    );
  }
  return findings;
}

function checkCertificate(credential: CertificateCredential, context: CheckContext, report: Report): Finding[] {
  const read = readCertificate(credential.certificatePem);
  if (read === undefined) {
    return [report('error', 'certificate_unreadable', 'has a certificate that is not a PEM certificate.', importAgain)];
  }
  const { certificate, says } = read;
  return [
    ...checkKeyOf(credential, certificate, report),
    ...checkValidity(certificate, credential, context, report),
    ...checkStoredFacts(credential, certificate, says, report),
  ];
}

function checkKeyOf({ privateKeyPem }: CertificateCredential, certificate: X509Certificate, report: Report): Finding[] {
  const key = readKey(privateKeyPem);
  if (key === undefined) {
    return [report('error', 'key_unreadable', 'has a private key that is not an unencrypted PEM key.', importAgain)];
  }
  if (certificate.checkPrivateKey(key)) return [];
  return [
    report(
      'error',
      'key_of_another_certificate',
      'has a private key that belongs to another certificate.',
      'Export certificate and key together from Keychain Access (My Certificates) as .p12, and import that file.',
    ),
  ];
}

function checkValidity(
  { validFromDate, validToDate }: X509Certificate,
  { credentialId }: Credential,
  context: CheckContext,
  report: Report,
): Finding[] {
  const { nowMs } = context;
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const again = addCommand(context, credentialId);
  const replace = `Create a new certificate in the Apple developer account, and store it with ${again}.`;
  if (validFromDate.getTime() > nowMs) {
    const what = `is valid only from ${day(validFromDate)}.`;
    return [report('error', 'certificate_not_yet_valid', what, 'Wait until then, or check the clock of this machine.')];
  }
  const days = (validToDate.getTime() - nowMs) / dayMs;
  if (days <= 0) return [report('error', 'credential_expired', `expired on ${day(validToDate)}.`, replace)];
  if (days > expiryWarningDays) return [];
  const left = days < 1 ? 'in less than a day' : `in ${Math.floor(days)} day${days < 2 ? '' : 's'}`;
  return [report('warning', 'credential_expires_soon', `expires ${left}, on ${day(validToDate)}.`, replace)];
}

/** The facts beside a certificate decide what it is used for, so they must match it. */
function checkStoredFacts(
  stored: CertificateCredential,
  { validToDate }: X509Certificate,
  says: AppleCertificate,
  report: Report,
): Finding[] {
  const differing = [
    ...stored.topics
      .filter((topic) => !says.topics.includes(topic))
      .map((topic) => `the topic \`${topic}\`, which its certificate does not have`),
    ...stored.environments
      .filter((environment) => !says.environments.includes(environment))
      .map((environment) => `the environment ${environment}, which its certificate is not for`),
    ...(Math.abs(Date.parse(stored.notAfter) - validToDate.getTime()) < 1000
      ? []
      : [`the end date ${stored.notAfter}, while its certificate ends at ${validToDate.toISOString()}`]),
  ];
  return differing.map((fact) => report('error', 'stored_facts_differ', `is stored with ${fact}.`, importAgain));
}

function checkScope(
  { credentialId, topics, environments }: Credential,
  context: CheckContext,
  report: Report,
): Finding[] {
  const { appId } = context;
  const findings: Finding[] = [];
  if (topics !== 'any' && !topics.some((topic) => isTopicOf(appId, topic))) {
    const others = topics.length === 0 ? 'no topic' : topics.map((topic) => `\`${topic}\``).join(', ');
    findings.push(
      report(
        'error',
        'wrong_bundle',
        `is for ${others}, not for ${appId}.`,
        `Remove it with ${removeCommand(context, credentialId)}; store one for ${appId} with ${addCommand(context)}.`,
      ),
    );
  }
  if (environments.length === 0) {
    findings.push(report('error', 'no_environment', 'covers no environment.', importAgain));
  } else if (environments.length === 1) {
    findings.push(
      report(
        'note',
        'one_environment_only',
        `covers ${environments[0]} only.`,
        'Nothing to do if another credential covers the other environment.',
      ),
    );
  }
  return findings;
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function readCertificate(pem: string): { certificate: X509Certificate; says: AppleCertificate } | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return { certificate, says: readAppleCertificate(certificate) };
  } catch {
    return undefined;
  }
}
