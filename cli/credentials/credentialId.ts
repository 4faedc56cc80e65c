/** The ID for a credential, and the stored one that it replaces. Pure. */
import type { Credential, TokenCredential } from '../../shared/apns/rules/credential.ts';
import type { Fault } from '../frame/failure.ts';
import type { Assembled } from './assemble.ts';
import { storedFacts } from './describe.ts';

export interface Placement {
  credentialId: string;
  /** The credential that has this ID now. */
  replaces?: Credential | undefined;
}

/**
 * A renewed certificate, or the next key, replaces its predecessor and keeps its ID. Without an ID from the caller,
 * that is the stored one with the same purpose: a certificate of the same kind, a key for the same environments and
 * topics.
 */
export function placeFor(
  assembled: Assembled,
  stored: readonly Credential[],
  wantedId: string | undefined,
): Placement | { fault: Fault } {
  if (wantedId !== undefined) return placementOf(wantedId, stored);
  const alike = stored.filter((credential) => doesTheSame(assembled, credential));
  if (alike.length > 1) return { fault: severalFit(alike.map(({ credentialId }) => credentialId)) };
  return placementOf(alike[0]?.credentialId ?? freeId(usualId(assembled), stored), stored);
}

function placementOf(credentialId: string, stored: readonly Credential[]): Placement {
  const replaces = stored.find((credential) => credential.credentialId === credentialId);
  return { credentialId, replaces };
}

function doesTheSame({ credential, facts }: Assembled, stored: Credential): boolean {
  if (credential.kind === 'token') return stored.kind === 'token' && isSameKey(credential, stored);
  return stored.kind === 'certificate' && storedFacts(stored.certificatePem)?.kind === facts?.kind;
}

function isSameKey(one: Omit<TokenCredential, 'credentialId'>, other: TokenCredential): boolean {
  if (one.keyId === other.keyId) return true;
  return isSameSet(one.environments, other.environments) && isSameSet(one.topics, other.topics);
}

function isSameSet(one: 'any' | readonly string[], other: 'any' | readonly string[]): boolean {
  return String([...one].sort()) === String([...other].sort());
}

/** Name for people to read in lists and logs. */
function usualId(assembled: Assembled): string {
  if (assembled.facts) return assembled.facts.kind;
  const { environments, topics } = assembled.credential;
  const limit = environments.length === 1 ? `-${environments[0]}` : '';
  return `token${limit}${topics === 'any' ? '' : '-topics'}`;
}

function freeId(id: string, stored: readonly Credential[]): string {
  const taken = new Set(stored.map(({ credentialId }) => credentialId));
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`;
  return free;
}

const severalFit = (ids: readonly string[]): Fault => ({
  code: 'several_fit',
  message: `${ids.length} stored credentials cover the same: ${ids.join(', ')}`,
  fix: 'Choose the one to replace with --credential-id, or give a new ID.',
});

/** Enough for people and logs. */
export function isCredentialId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
}
