/** Makes one credential from what was found in one or more files, or reports what is wrong with it. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateCredential, TokenCredential } from '../../shared/apns/rules/credential.ts';
import { isTopicOf } from '../../shared/apns/rules/pushTypes.ts';
import { type ApnsEnvironment, apnsEnvironments } from '../../shared/devices/rules/device.ts';
import { type Fault, hasFaults } from '../frame/failure.ts';
import { type CertificateExpectations, certificateFaults } from './certificateChecks.ts';
import { type CertificateFacts, readCertificateFacts } from './certificateFacts.ts';
import {
  certificateMissing,
  keyIdInvalid,
  keyIdMismatch,
  keyIdMissing,
  keyMismatch,
  keyMissing,
  severalCertificates,
  severalKeys,
  teamIdInvalid,
  teamIdIsKeyId,
  teamIdMissing,
  topicOfOtherApp,
  wrongKeyType,
} from './credentialFaults.ts';
import type { Pieces } from './pieces.ts';

/** Contents of the file of that name. */
export interface NamedPieces extends Pieces {
  name: string;
}

export interface AssembleOptions extends CertificateExpectations {
  /** For a token key. The ID may be in the name of its file instead: `AuthKey_<id>.p8`. */
  keyId?: string | undefined;
  teamId?: string | undefined;
}

/** At least one. */
export type Faults = readonly [Fault, ...Fault[]];

/** Ready to be stored under an ID. */
export type Assembled =
  | { credential: Omit<TokenCredential, 'credentialId'>; facts?: undefined }
  | { credential: Omit<CertificateCredential, 'credentialId'>; facts: CertificateFacts };

interface Found<T> {
  value: T;
  /** Name of the file. */
  from: string;
}

interface Pair {
  certificate: X509Certificate;
  key: KeyObject;
  facts: CertificateFacts;
  faults: Fault[];
}

/** @param files at least one, each with some content. */
export function assemble(files: readonly NamedPieces[], options: AssembleOptions): Assembled | { faults: Faults } {
  const keys = files.flatMap((file) => file.keys.map((value): Found<KeyObject> => ({ value, from: file.name })));
  const all = files.flatMap((file) =>
    file.certificates.map((value): Found<X509Certificate> => ({ value, from: file.name })),
  );
  // This leaves out Apple's issuing certificates: APNs has them.
  const ownCertificates = all.filter(({ value }) => !value.ca);
  const certificates = ownCertificates.length > 0 ? ownCertificates : all;
  const [certificate] = certificates;
  const [key] = keys;
  if (!certificate) return assembleToken(keys, options);
  if (!key) return { faults: [keyMissing(certificate.from)] };
  const pairs = pairUp(certificates, keys, options);
  if (pairs.length === 0) return { faults: [keyMismatch(key.from, certificate.from)] };
  return choosePair(pairs, options);
}

function assembleToken(keys: readonly Found<KeyObject>[], options: AssembleOptions): Assembled | { faults: Faults } {
  const [key, ...others] = distinct(keys, ({ value }) => toPem(value));
  if (!key || others.length > 0) return { faults: [severalKeys(1 + others.length)] };
  const { asymmetricKeyType, asymmetricKeyDetails } = key.value;
  if (asymmetricKeyType === 'rsa') return { faults: [certificateMissing(key.from)] };
  if (asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return { faults: [wrongKeyType(key.from, [asymmetricKeyType, asymmetricKeyDetails?.namedCurve].join(' ').trim())] };
  }
  const faults = [...idFaults(key.from, options), ...topicFaults(options)];
  if (hasFaults(faults)) return { faults };
  const { teamId = '', environments = apnsEnvironments, topics = 'any' } = options;
  return {
    credential: {
      kind: 'token',
      keyId: options.keyId ?? keyIdInName(key.from) ?? '',
      teamId,
      privateKeyPem: toPem(key.value),
      environments: [...environments],
      topics: topics === 'any' ? 'any' : [...topics],
    },
  };
}

/** Name that the Apple developer account gives the download, with the `(1)` of a copy. */
function keyIdInName(fileName: string): string | undefined {
  return /AuthKey_([A-Z0-9]{10})(?![A-Za-z0-9])/.exec(fileName)?.[1];
}

function idFaults(fileName: string, { keyId, teamId }: AssembleOptions): Fault[] {
  const isId = (id: string) => /^[A-Z0-9]{10}$/.test(id);
  const inName = keyIdInName(fileName);
  const faults: Fault[] = [];
  if (keyId === undefined && inName === undefined) faults.push(keyIdMissing(fileName));
  if (keyId !== undefined && !isId(keyId)) faults.push(keyIdInvalid(keyId));
  else if (keyId !== undefined && inName !== undefined && keyId !== inName) faults.push(keyIdMismatch(inName, keyId));
  if (teamId === undefined) faults.push(teamIdMissing);
  else if (!isId(teamId)) faults.push(teamIdInvalid(teamId));
  else if (teamId === (keyId ?? inName)) faults.push(teamIdIsKeyId(teamId));
  return faults;
}

function topicFaults({ topics = [], appId }: AssembleOptions): Fault[] {
  if (appId === undefined) return [];
  return topics.filter((topic) => !isTopicOf(appId, topic)).map((topic) => topicOfOtherApp(topic, appId));
}

/** Each certificate with its key. The same pair may be in more than one file. */
function pairUp(
  certificates: readonly Found<X509Certificate>[],
  keys: readonly Found<KeyObject>[],
  options: AssembleOptions,
): Pair[] {
  return distinct(certificates, ({ value }) => value.fingerprint256).flatMap(({ value: certificate }) => {
    const key = keys.find(({ value }) => certificate.checkPrivateKey(value))?.value;
    if (!key) return [];
    const facts = readCertificateFacts(certificate);
    return [{ certificate, key, facts, faults: certificateFaults(facts, options) }];
  });
}

/** Those without faults go first; of several renewals of one certificate, the newest. */
function choosePair(pairs: readonly Pair[], { environments, topics }: AssembleOptions): Assembled | { faults: Faults } {
  const good = pairs.filter(({ faults }) => faults.length === 0);
  const newestFirst = [...(good.length > 0 ? good : pairs)].sort((one, other) =>
    other.facts.notAfter.localeCompare(one.facts.notAfter),
  );
  const [chosen] = newestFirst as [Pair, ...Pair[]];
  const others = newestFirst.filter(({ facts }) => facts.commonName !== chosen.facts.commonName);
  if (others.length > 0) {
    return { faults: [severalCertificates([chosen, ...others].map(({ facts }) => facts.commonName))] };
  }
  const { certificate, key, facts, faults } = chosen;
  if (hasFaults(faults)) return { faults };
  return {
    facts,
    credential: {
      kind: 'certificate',
      certificatePem: certificate.toString(),
      privateKeyPem: toPem(key),
      environments: [...(environments ?? facts.environments)],
      topics: [...(topics ?? usualTopics(facts))],
      notAfter: facts.notAfter,
    },
  };
}

/**
 * A VoIP certificate also lists the bundle ID. Apple does not document whether it may push alerts, so other credentials
 * do that unless the user asks for it.
 */
function usualTopics({ kind, topics }: CertificateFacts): string[] {
  const voipTopics = topics.filter((topic) => topic.endsWith('.voip'));
  return kind === 'voip' && voipTopics.length > 0 ? voipTopics : topics;
}

function toPem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function distinct<T>(values: readonly T[], identity: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [identity(value), value])).values()];
}

/** Stored form of a choice of environments. @returns undefined for any other word. */
export function environmentsOf(choice: string): ApnsEnvironment[] | undefined {
  if (choice === 'both') return [...apnsEnvironments];
  const chosen = apnsEnvironments.find((environment) => environment === choice);
  return chosen && [chosen];
}
