/** Makes X.509 certificates and p12 files with node-forge. RSA keys come from node:crypto, which is far faster. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';

export interface CertificateAndKey {
  certificatePem: string;
  /** PKCS#8. */
  privateKeyPem: string;
}

export interface CertificatePlan {
  subject: forge.pki.CertificateField[];
  extensions: object[];
  notBefore: Date;
  notAfter: Date;
  /** The signer; the certificate itself if absent. */
  issuer?: CertificateAndKey | undefined;
}

/** Makes an RSA-2048 key and a certificate for it. */
export function makeCertificate(plan: CertificatePlan): CertificateAndKey {
  const { publicKey, privateKey: privateKeyPem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A leading 01 keeps the number positive.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = plan.notBefore;
  certificate.validity.notAfter = plan.notAfter;
  certificate.setSubject(plan.subject);
  const { issuer } = plan;
  certificate.setIssuer(issuer ? forge.pki.certificateFromPem(issuer.certificatePem).subject.attributes : plan.subject);
  certificate.setExtensions(plan.extensions);
  const signer = forge.pki.privateKeyFromPem(issuer?.privateKeyPem ?? privateKeyPem);
  certificate.sign(signer, forge.md.sha256.create());
  return { certificatePem: forge.pki.certificateToPem(certificate), privateKeyPem };
}

/** Packs a certificate and its key as Keychain exports them: 3DES, which every reader of p12 files supports. */
export function makeP12({ certificatePem, privateKeyPem }: CertificateAndKey, password: string): Uint8Array {
  const key = forge.pki.privateKeyFromPem(privateKeyPem);
  const certificate = forge.pki.certificateFromPem(certificatePem);
  const p12 = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: '3des' });
  return Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary');
}
