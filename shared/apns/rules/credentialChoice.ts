/**
 * Chooses among an app's credentials for a push. Pure, and the only place that decides it: pushes, the doctor and the
 * daily check use it.
 */
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { type PushType, pushTypeRules } from './pushTypes.ts';

/** What a credential covers, whatever its contents. */
export interface CredentialScope {
  kind: 'token' | 'certificate';
  /** APNs hosts that accept it. A token key made since 2025 is for one of them only. */
  environments: readonly ApnsEnvironment[];
  /** `any` for a key of the whole team, otherwise the topics that it is limited to. */
  topics: 'any' | readonly string[];
  /** For a certificate: ISO 8601, UTC. APNs rejects it afterwards. */
  notAfter?: string | undefined;
}

export interface CredentialNeed {
  environment: ApnsEnvironment;
  topic: string;
  pushType: PushType;
}

/**
 * Why no credential fits, by what the nearest one lacks. `none_stored`: the app has none at all. `environment`: none is
 * for this host. `topic`: none for this host may push to the topic. `token_key`: only a certificate may, and Apple
 * accepts this push type with a token key alone. `expired`: the certificate that would fit has expired.
 */
export type CredentialGap = 'none_stored' | 'environment' | 'topic' | 'token_key' | 'expired';

/** `serving` is best first, and never empty. */
export type CredentialChoice<C> =
  | { serving: readonly [C, ...C[]]; gap?: never }
  | { serving?: never; gap: CredentialGap };

/**
 * The credentials for one push: those that cover the environment and the topic and have not expired.
 *
 * The most specific comes first: certificates before token keys, and keys for some topics before those of the whole
 * team. Of several certificates the one that expires last comes first, because it has replaced the other.
 */
export function chooseCredentials<C extends CredentialScope>(
  credentials: readonly C[],
  need: CredentialNeed,
  nowMs: number,
): CredentialChoice<C> {
  const { environment, topic, pushType } = need;
  const { tokenOnly } = pushTypeRules[pushType];
  const steps: readonly [CredentialGap, (credential: C) => boolean][] = [
    ['none_stored', () => true],
    ['environment', ({ environments }) => environments.includes(environment)],
    ['topic', ({ topics }) => topics === 'any' || topics.includes(topic)],
    ['token_key', ({ kind }) => kind === 'token' || !tokenOnly],
    ['expired', (credential) => expiresAtMs(credential) > nowMs],
  ];
  let left = credentials;
  for (const [gap, serves] of steps) {
    left = left.filter(serves);
    if (left.length === 0) return { gap };
  }
  return { serving: left.toSorted(byPurpose) as [C, ...C[]] };
}

function byPurpose(one: CredentialScope, other: CredentialScope): number {
  const isCertificate = one.kind === 'certificate' && other.kind === 'certificate';
  return rank(one) - rank(other) || (isCertificate ? expiresAtMs(other) - expiresAtMs(one) : 0);
}

function rank({ kind, topics }: CredentialScope): number {
  if (kind === 'certificate') return 0;
  return topics === 'any' ? 2 : 1;
}

function expiresAtMs({ notAfter }: CredentialScope): number {
  return notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(notAfter);
}
