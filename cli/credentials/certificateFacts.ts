/** What a client certificate says about itself, for a person who chose it from a folder of many. */
import type { X509Certificate } from 'node:crypto';
import {
  type CertificateKind as PushKind,
  readAppleCertificate,
} from '../../shared/credentials/rules/appleCertificate.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';

/**
 * Certificates for APNs that are not for apps have kinds of their own, because people confuse them. `other`: not for
 * APNs at all.
 */
export type CertificateKind = PushKind | 'mdm' | 'website' | 'pass';

export interface CertificateFacts {
  kind: CertificateKind;
  commonName: string;
  /** Values of `apns-topic`; may be empty. */
  topics: string[];
  environments: ApnsEnvironment[];
  /** ISO 8601, UTC. */
  notBefore: string;
  notAfter: string;
  issuer: { commonName: string; organization: string };
}

const otherKinds: readonly (readonly [RegExp, CertificateKind])[] = [
  [/^Website Push ID: /, 'website'],
  [/^Pass Type ID: /, 'pass'],
  [/^APSP:/, 'mdm'],
];

export function readCertificateFacts(certificate: X509Certificate): CertificateFacts {
  const { kind, commonName, topics, environments } = readAppleCertificate(certificate);
  return {
    kind: otherKinds.find(([pattern]) => pattern.test(commonName))?.[1] ?? kind,
    commonName,
    topics,
    environments,
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    issuer: { commonName: issuerField(certificate, 'CN'), organization: issuerField(certificate, 'O') },
  };
}

/** Node gives a repeated field as a list. */
function issuerField(certificate: X509Certificate, name: 'CN' | 'O'): string {
  return [certificate.toLegacyObject().issuer[name]].flat()[0] ?? '';
}
