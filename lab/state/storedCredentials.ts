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
        // It lists the bundle ID as well. Whether Apple lets a VoIP certificate push alerts is not documented, so that is
        // left to the key, and calls and messages show both ways to authenticate.
        topics: topics.filter((topic) => topic.endsWith('.voip')),
        environments,
        notAfter,
      },
    ],
  };
}
