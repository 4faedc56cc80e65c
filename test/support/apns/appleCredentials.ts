/** Credentials as they are stored, from an Apple of the lab's: real certificates and keys. */
import type { CertificateRequest } from '../../../lab/apple/apple.ts';
import { type Authority, openAuthority } from '../../../lab/apple/authority.ts';
import { type DeveloperAccount, openDeveloperAccount } from '../../../lab/apple/developerAccount.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import type { CertificateCredential, TokenCredential } from '../../../shared/apns/rules/credential.ts';
import { appId, startMs } from '../factories.ts';

export interface CredentialMaker {
  authority: Authority;
  account: DeveloperAccount;
  certificate(request?: Partial<CertificateRequest>, changes?: Partial<CertificateCredential>): CertificateCredential;
  tokenKey(changes?: Partial<TokenCredential>): TokenCredential;
}

/** @param nowMs when all is made; certificates are valid from a day before to a year after. */
export function credentialMaker(nowMs = startMs): CredentialMaker {
  const data = openDataDirectory(undefined);
  const authority = openAuthority(data, () => nowMs);
  const account = openDeveloperAccount(data, authority, () => nowMs);
  return {
    authority,
    account,
    certificate(request = {}, changes = {}) {
      const issued = authority.issue({ kind: 'voip', bundleId: appId, ...request }, account.teamId);
      const { certificatePem, privateKeyPem, environments, notAfter } = issued;
      const topics = issued.topics.filter((topic) => request.kind !== undefined || topic.endsWith('.voip'));
      const facts = { certificatePem, privateKeyPem, environments, topics, notAfter };
      return { kind: 'certificate', credentialId: 'voip', ...facts, ...changes };
    },
    tokenKey(changes = {}) {
      const key = account.makeTokenKey();
      return {
        kind: 'token',
        credentialId: 'key',
        ...key,
        environments: ['production', 'development'],
        topics: 'any',
        ...changes,
      };
    },
  };
}
