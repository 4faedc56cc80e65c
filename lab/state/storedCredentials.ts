import type { StoredCredentials } from '../../shared/apns/rules/credential.ts';
import type { AppleCredentials } from '../apple/apple.ts';

/** The secret of an app of the lab: a token key, and a VoIP certificate. */
export function storedCredentials(appId: string, { token, voipCertificate }: AppleCredentials): StoredCredentials {
  const { keyId, teamId, privateKeyPem } = token;
  const { certificatePem, privateKeyPem: certificateKeyPem, topics, environments, notAfter } = voipCertificate;
  return {
    version: 1,
    credentials: [
      {
        credentialId: `${appId}.token`,
        kind: 'token',
        keyId,
        teamId,
        privateKeyPem,
        environments: ['production', 'development'],
        topics: 'any',
      },
      {
        credentialId: `${appId}.voip`,
        kind: 'certificate',
        certificatePem,
        privateKeyPem: certificateKeyPem,
        // It also lists the bundle ID. Apple does not document whether a VoIP certificate may push alerts, so the key
        // does that. This way calls and messages show both ways to authenticate.
        topics: topics.filter((topic) => topic.endsWith('.voip')),
        environments,
        notAfter,
      },
    ],
  };
}
