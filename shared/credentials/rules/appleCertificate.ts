/**
 * Contents of a client certificate for APNs: its kind, and what it may push to. They are in Apple's own X.509
 * extensions, 1.2.840.113635.100.6.3.*; Apple documents the certificates but not the extensions, which are known from
 * real ones (docs/credentials.md).
 */
import type { X509Certificate } from 'node:crypto';
import { type ApnsEnvironment, apnsEnvironments } from '../../devices/rules/device.ts';
import { type DerElement, derTag, readDer, readObjectId } from './der.ts';

/**
 * `universal`: Apple Push Services, for both hosts and several topics. `voip`: VoIP Services. `development`,
 * `production`: the old ones for one host. `other`: not for pushes of an app (MDM, Wallet passes, websites, …).
 */
export type CertificateKind = 'universal' | 'voip' | 'development' | 'production' | 'watchkit' | 'other';

export interface AppleCertificate {
  kind: CertificateKind;
  /** The subject's CN: `VoIP Services: com.example.chat`. */
  commonName: string;
  /** The subject's OU; absent if it is not a team ID. */
  teamId?: string | undefined;
  /** Values of `apns-topic`. */
  topics: string[];
  /** Empty: not a certificate for APNs. */
  environments: ApnsEnvironment[];
}

const apple = '1.2.840.113635.100.6.3';
const oid = {
  development: `${apple}.1`,
  production: `${apple}.2`,
  voipTopics: `${apple}.4`,
  topics: `${apple}.6`,
} as const;

const kindsByName: readonly (readonly [RegExp, CertificateKind])[] = [
  [/^VoIP Services:/, 'voip'],
  [/^WatchKit Services:/, 'watchkit'],
  [/^Apple Push Services:/, 'universal'],
  [/^Apple Development IOS Push Services:/, 'development'],
  [/^Apple Production IOS Push Services:/, 'production'],
];

export function readAppleCertificate(certificate: X509Certificate): AppleCertificate {
  const subject = readSubject(certificate.subject);
  const extensions = readExtensions(certificate.raw);
  const commonName = subject.get('CN') ?? '';
  const teamId = subject.get('OU') ?? '';
  return {
    kind: kindsByName.find(([pattern]) => pattern.test(commonName))?.[1] ?? 'other',
    commonName,
    ...(/^[A-Z0-9]{10}$/.test(teamId) && { teamId }),
    topics: topicsIn(extensions) ?? [subject.get('UID') ?? ''].filter((topic) => topic !== ''),
    environments: apnsEnvironments.filter((environment) => extensions.has(oid[environment])),
  };
}

/** One `NAME=value` per line, as Node writes it. The last one of a name counts. */
function readSubject(subject: string | undefined): Map<string, string> {
  const lines = (subject ?? '').split('\n').map((line): [string, string] => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  return new Map(lines);
}

/** The list of a universal certificate precedes the list of a VoIP certificate. */
function topicsIn(extensions: ReadonlyMap<string, DerElement | undefined>): string[] | undefined {
  const pairs = extensions.get(oid.topics);
  if (pairs !== undefined) {
    // A topic, followed by a sequence with its purpose.
    return readDer(pairs.content).flatMap(({ tag, content }) => (tag === derTag.sequence ? [] : [content.toString()]));
  }
  return extensions.get(oid.voipTopics)?.content.toString().split(/, */);
}

/**
 * Apple's extensions by ID. RFC 5280, 4.1: the certificate's first part has the extensions under [3], each with its
 * value in an octet string.
 */
function readExtensions(der: Buffer): Map<string, DerElement | undefined> {
  const inside = (element: DerElement | undefined) => (element === undefined ? [] : readDer(element.content));
  const [certificate] = readDer(der);
  const [toBeSigned] = inside(certificate);
  const [list] = inside(inside(toBeSigned).find(({ tag }) => tag === derTag.context3));
  const entries = inside(list).flatMap((extension): [string, DerElement | undefined][] => {
    const parts = inside(extension);
    const id = readObjectId(parts.find(({ tag }) => tag === derTag.objectId)?.content ?? Buffer.alloc(0));
    if (!id.startsWith(apple)) return [];
    const [value] = inside(parts.find(({ tag }) => tag === derTag.octetString));
    return [[id, value]];
  });
  return new Map(entries);
}
