/** What can be wrong with keys and certificates from files, in words. Pure. */
import type { Fault } from '../frame/failure.ts';

const newCertificate =
  'Make a new one (`npx ringpost credentials request`), and add it: it replaces the old one under the same ID.';

export const keyMissing = (file: string): Fault => ({
  code: 'key_missing',
  message: `\`${file}\` contains a certificate without its private key`,
  fix: 'Also give the key of its request (`--key <file>`), or export the .p12 on the Mac that made the request: Keychain Access > My Certificates.',
});

export const certificateMissing = (file: string): Fault => ({
  code: 'certificate_missing',
  message: `\`${file}\` contains a private key without its certificate`,
  fix: 'Also give the .cer that Apple issued for it. A token key is another kind of file: AuthKey_….p8.',
});

export const keyMismatch = (keyFile: string, certificateFile: string): Fault => ({
  code: 'key_mismatch',
  message: `the private key in \`${keyFile}\` does not belong to the certificate in \`${certificateFile}\``,
  fix: 'Give the key that the request for this certificate was made with. If it is lost, make a new request and a new certificate.',
});

export const severalCertificates = (commonNames: readonly string[]): Fault => ({
  code: 'several_certificates',
  message: `${commonNames.length} certificates match: ${commonNames.map((name) => `\`${name}\``).join(', ')}`,
  fix: 'Export and add them one at a time.',
});

export const severalKeys = (count: number): Fault => ({
  code: 'several_keys',
  message: `found ${count} token keys`,
  fix: 'Add them one at a time, each with its key ID.',
});

/** @param found such as `EC secp384r1`, `RSA`. */
export const wrongKeyType = (file: string, found: string): Fault => ({
  code: 'wrong_key_type',
  message: `\`${file}\` contains a key of the type ${found}; a token key is EC P-256`,
  fix: 'Give the AuthKey_….p8 as it was downloaded from the Apple developer account.',
});

export const keyIdMissing = (file: string): Fault => ({
  code: 'key_id_missing',
  message: `the key ID of \`${file}\` is unknown`,
  fix: 'Give --key-id: the 10 characters beside the key in the Apple developer account (Keys), and in the name of the downloaded file, `AuthKey_<key ID>.p8`.',
});

export const keyIdMismatch = (inName: string, given: string): Fault => ({
  code: 'key_id_mismatch',
  message: `the file name has the key ID ${inName}, --key-id has ${given}`,
  fix: 'Give the file and the key ID of the same key.',
});

export const keyIdInvalid = (given: string): Fault => ({
  code: 'key_id_invalid',
  message: `\`${given}\` is not a key ID, which has 10 capital letters and digits`,
  fix: 'Copy it from the Apple developer account (Keys).',
});

export const teamIdMissing: Fault = {
  code: 'team_id_missing',
  message: 'a token key needs the team ID',
  fix: 'Give --team-id: the 10 characters under Membership details in the Apple developer account.',
};

export const teamIdInvalid = (given: string): Fault => ({
  code: 'team_id_invalid',
  message: `\`${given}\` is not a team ID, which has 10 capital letters and digits`,
  fix: 'Copy it from Membership details in the Apple developer account. It is not the key ID.',
});

export const teamIdIsKeyId = (given: string): Fault => ({
  code: 'team_id_is_key_id',
  message: `${given} is given both as key ID and as team ID`,
  fix: 'The key ID is beside the key (Keys), the team ID under Membership details in the Apple developer account.',
});

/** @param notAfter ISO 8601. */
export const expired = (notAfter: string): Fault => ({
  code: 'expired',
  message: `the certificate expired on ${dayOf(notAfter)}`,
  fix: newCertificate,
});

export const notYetValid = (notBefore: string): Fault => ({
  code: 'not_yet_valid',
  message: `the certificate is not valid before ${dayOf(notBefore)}`,
  fix: 'Check the clock of this machine. If it is right, wait until that day.',
});

export const notForPush = (commonName: string): Fault => ({
  code: 'not_for_push',
  message: `\`${commonName}\` is not a certificate for APNs`,
  fix: 'Give one of the type "VoIP Services" or "Apple Push Services"; certificates for development, distribution and servers cannot push.',
});

/** @param kind such as `device management (MDM)`. */
export const notForApps = (commonName: string, kind: string): Fault => ({
  code: 'not_for_apps',
  message: `\`${commonName}\` is a certificate for ${kind}, not for an app`,
  fix: 'Make one of the type "VoIP Services" or "Apple Push Services" for the bundle ID of the app.',
});

export const wrongIssuer = (issuer: string, wanted: string): Fault => ({
  code: 'wrong_issuer',
  message: `the certificate was issued by \`${issuer}\`, not by ${wanted}`,
  fix: `Give a certificate that was issued there: APNs rejects all others.${wanted.includes('lab') ? ' `npx ringpost credentials add --demo --lab` issues one.' : ''}`,
});

export const wrongApp = (found: string, appId: string): Fault => ({
  code: 'wrong_app',
  message: `the certificate is for ${found}, not for ${appId}`,
  fix: `Add it with --app ${found}, or give the certificate of ${appId}.`,
});

export const noEnvironment = (commonName: string): Fault => ({
  code: 'no_environment',
  message: `\`${commonName}\` is not marked for production or development`,
  fix: 'Apple marks each certificate for production, development or both. Make a new one; or, if you know where this one works, add --environment.',
});

export const environmentNotServed = (wanted: string, serves: string): Fault => ({
  code: 'environment_not_served',
  message: `the certificate is for ${serves} only, not for ${wanted}`,
  fix: `Leave out --environment, or make a certificate for ${wanted}.`,
});

export const topicNotServed = (wanted: string, listed: readonly string[]): Fault => ({
  code: 'topic_not_served',
  message: `the certificate may not push to ${wanted}: it lists ${listed.join(', ')}`,
  fix: 'Leave out --topics, or name topics of the certificate.',
});

export const topicOfOtherApp = (topic: string, appId: string): Fault => ({
  code: 'topic_of_other_app',
  message: `the topic ${topic} does not belong to ${appId}`,
  fix: `Name topics of the app: ${appId}, ${appId}.voip, …`,
});

/** @param time ISO 8601. @returns the day, in UTC. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
