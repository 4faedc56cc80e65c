/** A private key and the request for a certificate, as Keychain Access makes them; here without a Mac. */
import { generateKeyPairSync } from 'node:crypto';
import forge from './nodeForge.ts';

/** `credentials add` finds the key again by this name. */
export const requestKeyEnding = '.key.pem';

export interface SigningRequest {
  /** RSA-2048, which is what Apple accepts. PKCS #8 PEM, not encrypted. */
  privateKeyPem: string;
  /** PKCS #10 PEM: Apple's pages accept it as `.certSigningRequest`. */
  requestPem: string;
}

/** @param commonName,email appear only in the request: Apple writes its own subject. */
export function makeSigningRequest({
  commonName,
  email,
}: {
  commonName: string;
  email?: string | undefined;
}): SigningRequest {
  const { publicKey, privateKey: privateKeyPem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const request = forge.pki.createCertificationRequest();
  request.publicKey = forge.pki.publicKeyFromPem(publicKey);
  request.setSubject([
    ...(email === undefined ? [] : [{ name: 'emailAddress', value: email }]),
    { name: 'commonName', value: commonName },
  ]);
  request.sign(forge.pki.privateKeyFromPem(privateKeyPem), forge.md.sha256.create());
  return { privateKeyPem, requestPem: forge.pki.certificationRequestToPem(request) };
}
