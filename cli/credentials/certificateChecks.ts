/** Whether a certificate may push to an app now. Pure; the same for a file that is added and for what is stored. */
import { isTopicOf, pushTypes, topicOf } from '../../shared/apns/rules/pushTypes.ts';
import { daysUntil, expiryWarningDays } from '../../shared/credentials/rules/credentialChecks.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { Fault } from '../frame/failure.ts';
import type { CertificateFacts, CertificateKind } from './certificateFacts.ts';
import {
  dayOf,
  environmentNotServed,
  expired,
  noEnvironment,
  notForApps,
  notForPush,
  notYetValid,
  topicNotServed,
  wrongApp,
  wrongIssuer,
} from './credentialFaults.ts';

export interface CertificateExpectations {
  /** Bundle ID; without it, any app is accepted. */
  appId?: string | undefined;
  nowMs: number;
  /** Issuer that the APNs hosts accept: Apple, or the lab's fake Apple. */
  issuer: 'apple' | 'lab';
  /** Environments and topics that it is to push to, at most those that it lists. */
  environments?: readonly ApnsEnvironment[] | undefined;
  topics?: readonly string[] | undefined;
}

/** @returns what is wrong, the worst first; empty if it may push. */
export function certificateFaults(facts: CertificateFacts, expected: CertificateExpectations): Fault[] {
  const purpose = purposeFault(facts);
  if (purpose) return [purpose];
  return [
    ...issuerFaults(facts, expected.issuer),
    ...appFaults(facts, expected.appId),
    ...dateFaults(facts, expected.nowMs),
    ...environmentFaults(facts, expected.environments ?? []),
    ...(expected.topics ?? [])
      .filter((topic) => !facts.topics.includes(topic))
      .map((topic) => topicNotServed(topic, facts.topics)),
  ];
}

const otherPurposes: Partial<Record<CertificateKind, string>> = {
  mdm: 'device management (MDM)',
  website: 'websites (Safari)',
  pass: 'Wallet passes',
};

function purposeFault({ kind, commonName }: CertificateFacts): Fault | undefined {
  if (kind === 'other') return notForPush(commonName);
  const purpose = otherPurposes[kind];
  return purpose === undefined ? undefined : notForApps(commonName, purpose);
}

/** By name only: APNs itself checks the signature, and rejects all others. */
function issuerFaults({ issuer: { commonName, organization } }: CertificateFacts, wanted: 'apple' | 'lab'): Fault[] {
  const isFrom = {
    apple: organization === 'Apple Inc.' && commonName.startsWith('Apple '),
    lab: commonName.startsWith('Ringpost Lab '),
  };
  const names = { apple: 'Apple', lab: 'the fake Apple of the lab' };
  return isFrom[wanted] ? [] : [wrongIssuer(commonName, names[wanted])];
}

function appFaults({ topics }: CertificateFacts, appId: string | undefined): Fault[] {
  if (appId === undefined || topics.some((topic) => isTopicOf(appId, topic))) return [];
  return [wrongApp(appOf(topics), appId)];
}

function dateFaults({ notBefore, notAfter }: CertificateFacts, nowMs: number): Fault[] {
  if (nowMs > Date.parse(notAfter)) return [expired(notAfter)];
  return nowMs < Date.parse(notBefore) ? [notYetValid(notBefore)] : [];
}

function environmentFaults(
  { commonName, environments }: CertificateFacts,
  wanted: readonly ApnsEnvironment[],
): Fault[] {
  if (environments.length === 0) return wanted.length === 0 ? [noEnvironment(commonName)] : [];
  return wanted
    .filter((environment) => !environments.includes(environment))
    .map((environment) => environmentNotServed(environment, environments.join(' and ')));
}

/** Bundle ID behind topics: the shortest topic, without the suffix of a push type. */
export function appOf(topics: readonly string[]): string {
  const [shortest = 'no app'] = [...topics].sort((one, other) => one.length - other.length);
  const suffix = pushTypes
    .map((pushType) => topicOf('', pushType))
    .filter((ending) => ending !== '' && shortest.endsWith(ending))
    .sort((one, other) => other.length - one.length)[0];
  return suffix === undefined ? shortest : shortest.slice(0, -suffix.length);
}

/** Not wrong, but good to know before users notice. */
export interface Note {
  code: 'expires_soon' | 'development_only' | 'production_only';
  message: string;
}

export function certificateNotes({ notAfter, environments }: CertificateFacts, nowMs: number): Note[] {
  const days = daysLeft(notAfter, nowMs);
  const [only, another] = environments;
  return [
    ...(days >= 0 && days <= expiryWarningDays
      ? [{ code: 'expires_soon', message: `expires in ${daysInWords(days)}, on ${dayOf(notAfter)}` } as const]
      : []),
    ...(only === 'development' && !another
      ? [{ code: 'development_only', message: 'builds from TestFlight and the App Store cannot be reached' } as const]
      : []),
    ...(only === 'production' && !another
      ? [{ code: 'production_only', message: 'builds that Xcode installs cannot be reached' } as const]
      : []),
  ];
}

/** @param days whole days, 0 or more. */
export function daysInWords(days: number): string {
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}

/** Whole days; negative once it has expired. @param notAfter ISO 8601. */
export function daysLeft(notAfter: string, nowMs: number): number {
  return Math.floor(daysUntil(notAfter, nowMs));
}
