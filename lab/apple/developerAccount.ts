/** The lab's developer account: one team, its token keys, and the VoIP certificate of each of its apps. */
import { createPublicKey, generateKeyPairSync, randomInt, X509Certificate } from 'node:crypto';
import { apnsEnvironments } from '../../shared/devices/rules/device.ts';
import type { DataDirectory } from '../state/dataDirectory.ts';
import type { AppleCredentials, IssuedCertificate, TokenKey, TokenKeyScope } from './apple.ts';
import type { Authority } from './authority.ts';
import type { RegisteredTokenKey } from './connectionAuth.ts';

export interface DeveloperAccount {
  readonly teamId: string;
  credentials(bundleId: string): AppleCredentials;
  makeTokenKey(scope?: TokenKeyScope): TokenKey;
  findTokenKey(keyId: string): RegisteredTokenKey | undefined;
  /** From now on the key is unknown, also on connections that have used it. */
  revokeTokenKey(keyId: string): void;
  revokeCertificate(certificatePem: string): void;
  /** Makes all certificates valid again, and the account's own token key. */
  restoreCredentials(): void;
  /** @param fingerprint256 as `X509Certificate` has it. */
  isRevokedCertificate(fingerprint256: string): boolean;
  isBroadcastOn(bundleId: string): boolean;
  setBroadcastCapability(bundleId: string, isOn: boolean): void;
}

/** The p12 as base64, because the state is stored as JSON. */
type StoredCertificate = Omit<IssuedCertificate, 'p12'> & { p12: string };

interface AccountState {
  token: TokenKey;
  voipCertificates: Record<string, StoredCertificate>;
}

const stateName = 'appleDeveloperAccount';

export function openDeveloperAccount(data: DataDirectory, authority: Authority, clock: () => number): DeveloperAccount {
  const state = data.load<AccountState>(stateName) ?? { token: newTokenKey(newId()), voipCertificates: {} };
  data.save(stateName, state);
  const keys = new Map<string, RegisteredTokenKey>();
  const revokedCertificates = new Set<string>();
  const appsWithoutBroadcasts = new Set<string>();
  const register = (token: TokenKey, { environments = apnsEnvironments, topics = 'any' }: TokenKeyScope = {}) => {
    const { keyId, teamId, privateKeyPem } = token;
    keys.set(keyId, { keyId, teamId, publicKey: createPublicKey(privateKeyPem), environments, topics });
    return token;
  };
  const { token } = state;
  const { teamId } = register(token);

  function voipCertificate(bundleId: string): IssuedCertificate {
    const stored = Object.hasOwn(state.voipCertificates, bundleId) ? state.voipCertificates[bundleId] : undefined;
    if (stored && Date.parse(stored.notAfter) > clock()) return { ...stored, p12: Buffer.from(stored.p12, 'base64') };
    const issued = authority.issue({ kind: 'voip', bundleId }, teamId);
    state.voipCertificates[bundleId] = { ...issued, p12: Buffer.from(issued.p12).toString('base64') };
    data.save(stateName, state);
    return issued;
  }

  return {
    teamId,
    credentials: (bundleId) => ({ token, voipCertificate: voipCertificate(bundleId) }),
    makeTokenKey: (scope) => register(newTokenKey(scope?.teamId ?? teamId), scope),
    findTokenKey: (keyId) => keys.get(keyId),
    revokeTokenKey: (keyId) => void keys.delete(keyId),
    revokeCertificate: (certificatePem) =>
      void revokedCertificates.add(new X509Certificate(certificatePem).fingerprint256),
    restoreCredentials() {
      revokedCertificates.clear();
      register(token);
    },
    isRevokedCertificate: (fingerprint256) => revokedCertificates.has(fingerprint256),
    isBroadcastOn: (bundleId) => !appsWithoutBroadcasts.has(bundleId),
    setBroadcastCapability(bundleId, isOn) {
      if (isOn) appsWithoutBroadcasts.delete(bundleId);
      else appsWithoutBroadcasts.add(bundleId);
    },
  };
}

function newTokenKey(teamId: string): TokenKey {
  const { privateKey: privateKeyPem } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { keyId: newId(), teamId, privateKeyPem };
}

/** The form of Apple's team and key IDs: ten capital letters and digits. */
function newId(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return Array.from({ length: 10 }, () => characters[randomInt(characters.length)]).join('');
}
