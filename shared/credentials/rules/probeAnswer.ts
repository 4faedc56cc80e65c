/**
 * Meaning of APNs' answer to a probe of a credential. A probe is a push to a device token that cannot exist, so the
 * good answer is `BadDeviceToken`: then the connection, the credential and the topic are right. Apple does not document
 * the order of its checks; a host that checked the device token first would hide a bad credential.
 */
import type { ApnsAnswer } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment, MainTokenKind } from '../../devices/rules/device.ts';
import type { Finding, Severity } from './finding.ts';

export type ProbeVerdict =
  | { state: 'good' }
  /** `code`, `what` and `fix` are those of a finding; `what` continues after the credential's name. */
  | { state: 'refused' | 'unreachable' | 'unclear'; severity: Severity; code: string; what: string; fix: string };

/** Reasons of a push that cannot reach anyone: every other rejection is about something else than its device token. */
export const impossibleDeviceToken = '0'.repeat(64);

const keys = 'Certificates, Identifiers & Profiles > Keys';

const certificates = 'Certificates, Identifiers & Profiles > Certificates';

const otherCertificate = `Create a new certificate (${certificates}) and import it in its place.`;

const otherEnvironment =
  'Import it again, so that its stored environments are correct, and add one for this environment.';

const rejections: ReadonlyMap<string, { what: string; fix: string }> = new Map(
  Object.entries({
    InvalidProviderToken: {
      what: 'its key, key ID and team ID do not belong together, or the key has been revoked',
      fix: `Compare both IDs with the Apple developer account (${keys}). If the key is no longer there, import a new one.`,
    },
    ExpiredProviderToken: {
      what: 'the provider token is more than an hour old, so the clock of this machine is wrong',
      fix: 'Set the clock by NTP, and probe again.',
    },
    BadCertificate: { what: 'the certificate is not for pushes, or it has been revoked', fix: otherCertificate },
    BadCertificateEnvironment: { what: 'the certificate is not for this host', fix: otherEnvironment },
    BadEnvironmentKeyInToken: { what: 'the key is not for this host', fix: otherEnvironment },
    BadEnvironmentKeyIdInToken: { what: 'the key is not for this host', fix: otherEnvironment },
    TopicDisallowed: {
      what: 'it may not push to this app',
      fix: `Check which bundle IDs the key is for (${keys}), and import one for this app.`,
    },
    BadTopic: {
      what: 'the app is not one that it may push to',
      fix: 'Compare the bundle ID with the one in Xcode, and import the credential of that app.',
    },
    Forbidden: {
      what: 'the request is not allowed for this credential',
      fix: `Check what the key is allowed to do (${keys}), and whether the agreements of the account are signed.`,
    },
  }),
);

/** Answers of a host that has accepted the credential. */
const passed = new Set(['other_environment', 'drop_token', 'done']);

export function judgeProbe({ outcome, verdict: { next } }: ApnsAnswer): ProbeVerdict {
  if (outcome.kind === 'unanswered') return judgeSilence(outcome.cause);
  const reason = outcome.kind === 'rejected' ? outcome.reason : undefined;
  // The token does not belong to the topic: this answer, too, only comes once the credential may push to the topic.
  if (passed.has(next) || reason === 'DeviceTokenNotForTopic') return { state: 'good' };
  const known = rejections.get(reason ?? '');
  const answered = outcome.kind === 'rejected' ? [outcome.status, reason].filter(Boolean).join(' ') : outcome.kind;
  if (known !== undefined || next === 'alarm') {
    return {
      state: 'refused',
      severity: 'error',
      code: 'probe_refused',
      what: `is rejected (${answered}): ${known?.what ?? 'Apple rejects it'}`,
      fix: known?.fix ?? `Check it in the Apple developer account (${keys}), and import a new one.`,
    };
  }
  return {
    state: 'unclear',
    severity: 'warning',
    code: 'probe_unclear',
    what: `was not judged (${answered})`,
    fix: 'Probe again in a few minutes; https://developer.apple.com/system-status/ shows whether APNs has problems.',
  };
}

function judgeSilence(cause: string): ProbeVerdict {
  return {
    state: 'unreachable',
    severity: 'error',
    code: 'host_unreachable',
    what: `could not be tried: the host is not reachable (${cause})`,
    fix:
      'Check whether a firewall or a proxy blocks TLS to port 443 of the host. If only one certificate is affected, the ' +
      'host may reject it during the handshake: create a new one.',
  };
}

/** Answer of one host to one credential. */
export interface Probe {
  credentialId: string;
  environment: ApnsEnvironment;
  /** `apns-id` of the probe. */
  kind: MainTokenKind;
  state: ProbeVerdict['state'];
  /** As APNs returned it; absent if it returned none. */
  status?: number | undefined;
  reason?: string | undefined;
  /** Only if the answer is not the good one. */
  finding?: Finding | undefined;
}
