/**
 * Apple's own X.509 extensions, 1.2.840.113635.100.6.3.*, which list what a client certificate may push to and where.
 * The lab's certificates contain them as real ones do, and they are read from a client's certificate.
 */
import type { X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { CertificateKind } from './apple.ts';
import type { CertificateScope } from './connectionAuth.ts';
import { topicFor } from './pushTypes.ts';

const { asn1 } = forge;

const oid = {
  development: '1.2.840.113635.100.6.3.1',
  production: '1.2.840.113635.100.6.3.2',
  bundleId: '1.2.840.113635.100.6.3.3',
  voipTopics: '1.2.840.113635.100.6.3.4',
  voip: '1.2.840.113635.100.6.3.5',
  topics: '1.2.840.113635.100.6.3.6',
} as const;

const userIdOid = '0.9.2342.19200300.100.1.1';

interface CertificateProfile {
  /** First part of the subject's name, before `: <bundleId>`. */
  commonName: string;
  /** The subject's UID: the topic of a certificate that lists none. */
  userId(bundleId: string): string;
  extensions(bundleId: string): object[];
}

const profiles: Record<CertificateKind, CertificateProfile> = {
  voip: {
    commonName: 'VoIP Services',
    userId: (bundleId) => topicFor(bundleId, 'voip'),
    extensions: (bundleId) => [
      marker(oid.development),
      marker(oid.production),
      { id: oid.bundleId, value: text(bundleId) },
      { id: oid.voipTopics, value: text(`${bundleId}, ${topicFor(bundleId, 'voip')}`) },
      marker(oid.voip),
    ],
  },
  universal: {
    commonName: 'Apple Push Services',
    userId: (bundleId) => bundleId,
    extensions: (bundleId) => [
      marker(oid.development),
      marker(oid.production),
      { id: oid.topics, value: topicList(bundleId) },
    ],
  },
  development: {
    commonName: 'Apple Development IOS Push Services',
    userId: (bundleId) => bundleId,
    extensions: () => [marker(oid.development)],
  },
  production: {
    commonName: 'Apple Production IOS Push Services',
    userId: (bundleId) => bundleId,
    extensions: () => [marker(oid.production)],
  },
};

export function subjectOf(kind: CertificateKind, bundleId: string, teamId: string): forge.pki.CertificateField[] {
  const { commonName, userId } = profiles[kind];
  return [
    { type: userIdOid, value: userId(bundleId) },
    { name: 'commonName', value: `${commonName}: ${bundleId}` },
    { name: 'organizationalUnitName', value: teamId },
  ];
}

export function appleExtensions(kind: CertificateKind, bundleId: string): object[] {
  return profiles[kind].extensions(bundleId);
}

/** What the certificate may push to, and on which hosts. */
export function readScope(certificate: X509Certificate): CertificateScope {
  const parsed = forge.pki.certificateFromAsn1(asn1.fromDer(certificate.raw.toString('binary')));
  const extensions = parsed.extensions as { id: string; value: string }[];
  const environments = ['production', 'development'] as const;
  return {
    topics: topicsIn(extensions) ?? [userIdOf(parsed)],
    environments: environments.filter((environment) => extensions.some(({ id }) => id === oid[environment])),
  };
}

/** The list of a universal certificate precedes the list of a VoIP certificate. */
function topicsIn(extensions: readonly { id: string; value: string }[]): string[] | undefined {
  const read = (wanted: string) => {
    const found = extensions.find(({ id }) => id === wanted);
    return found && asn1.fromDer(found.value).value;
  };
  const pairs = read(oid.topics);
  if (Array.isArray(pairs)) return pairs.filter((_, index) => index % 2 === 0).map(({ value }) => String(value));
  const list = read(oid.voipTopics);
  return list === undefined ? undefined : String(list).split(/, */);
}

function userIdOf(certificate: forge.pki.Certificate): string {
  const field = certificate.subject.getField({ type: userIdOid }) as { value: string } | null;
  return field?.value ?? '';
}

function marker(id: string): object {
  return { id, value: asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, '') };
}

function text(value: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.UTF8, false, value);
}

/** Pairs of a topic and its purpose. */
function topicList(bundleId: string): forge.asn1.Asn1 {
  const purposes = { alert: 'app', voip: 'voip', complication: 'complication' } as const;
  const kinds = Object.keys(purposes) as (keyof typeof purposes)[];
  return listOf(kinds.flatMap((kind) => [text(topicFor(bundleId, kind)), listOf([text(purposes[kind])])]));
}

function listOf(parts: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts);
}
