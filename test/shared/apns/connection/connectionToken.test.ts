/** The provider token of a connection, held against the rules of the fake APNs (Apple: 20 and 60 minutes). */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionAuth, RegisteredTokenKey } from '../../../../lab/apple/connectionAuth.ts';
import { checkProviderToken } from '../../../../lab/apple/providerTokenCheck.ts';
import type { Proof } from '../../../../shared/apns/connection/connection.ts';
import { ConnectionToken } from '../../../../shared/apns/connection/connectionToken.ts';
import { ProviderTokens } from '../../../../shared/apns/connection/providerToken.ts';
import type { TokenCredential } from '../../../../shared/apns/rules/credential.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const credential: TokenCredential = {
  kind: 'token',
  credentialId: 'key',
  keyId: 'ABCDEFGHIJ',
  teamId: 'KLMNOPQRST',
  privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  environments: ['production'],
  topics: 'any',
};
const { keyId, teamId } = credential;
const key: RegisteredTokenKey = { keyId, teamId, publicKey, environments: ['production'], topics: 'any' };
const tokens = new ProviderTokens(credential);

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** A full half hour, from which the times below count. */
const startMs = Date.parse('2026-11-30T12:00:00Z');

/** A request over a connection, and how long each way took: freezes of the function are among them. */
interface Use {
  pauseMs: number;
  toAppleMs: number;
  fromAppleMs: number;
}

/**
 * Sends one request after the other, over a new connection where the proof of the old one is spent.
 * @returns for each request the reason of its refusal, if any; and how often a connection was opened.
 */
function use(openProof: (clock: { nowMs(): number }) => Proof, firstUseMs: number, uses: readonly Use[]) {
  let nowMs = firstUseMs;
  const clock = { nowMs: () => nowMs };
  const context = { host: 'production' as const, findTokenKey: () => key };
  let proof = openProof(clock);
  let connection: ConnectionAuth = {};
  let opened = 1;
  const reasons = uses.map(({ pauseMs, toAppleMs, fromAppleMs }) => {
    nowMs += pauseMs;
    if (proof.isSpent) {
      proof = openProof(clock);
      connection = {};
      opened += 1;
    }
    const header = proof.header() ?? '';
    nowMs += toAppleMs;
    const checked = checkProviderToken(header, 'com.example.ringpost', connection, { ...context, nowMs });
    connection = checked.connection;
    nowMs += fromAppleMs;
    proof.answered(header);
    return checked.reason;
  });
  return { reasons, opened };
}

const ours = (clock: { nowMs(): number }) => new ConnectionToken(tokens, clock);
/** As many clients do: the token of the time, whatever the connection has sent before. */
const byTheTime = (clock: { nowMs(): number }): Proof => ({
  isSpent: false,
  header: () => tokens.latestAt(clock.nowMs()).header,
  answered: () => {},
});

const at = (pauseMs: number): Use => ({ pauseMs, toAppleMs: 40, fromAppleMs: 40 });
const anyPause = fc.oneof(
  fc.integer({ min: 0, max: 2 * secondMs }),
  fc.integer({ min: 0, max: 2 * minuteMs }),
  fc.integer({ min: 0, max: 90 * minuteMs }),
  fc.integer({ min: 0, max: 26 * hourMs }),
);
/** A request leaves with a token of 55 minutes at most, and Apple takes it until 60. */
const anyWay = fc.oneof(
  fc.constant(40),
  fc.integer({ min: 0, max: 8 * secondMs }),
  fc.integer({ min: 0, max: 299_000 }),
);
const anyUse = fc.record({ pauseMs: anyPause, toAppleMs: anyWay, fromAppleMs: anyWay });

describe('the provider token of a connection', () => {
  test('is never refused, for any time of first use and any freezes of the function', () => {
    // Prepare
    const firstUse = fc.integer({ min: startMs, max: startMs + 2 * hourMs });
    const uses = fc.array(anyUse, { minLength: 1, maxLength: 60 });
    // Act
    const check = fc.property(firstUse, uses, (firstUseMs, requests) => {
      const { reasons } = use(ours, firstUseMs, requests);
      // Assess
      expect(reasons.filter((reason) => reason !== undefined)).toEqual([]);
    });
    fc.assert(check, { numRuns: 500 });
  });

  test('needs no other connection while answers arrive', () => {
    // Prepare
    const firstUse = fc.integer({ min: startMs, max: startMs + hourMs });
    const pauses = fc.array(anyPause.map(at), { minLength: 1, maxLength: 60 });
    // Act
    const check = fc.property(firstUse, pauses, (firstUseMs, requests) => {
      const { opened } = use(ours, firstUseMs, requests);
      // Assess
      expect(opened).toBe(1);
    });
    fc.assert(check, { numRuns: 300 });
  });

  test.each([1, 10, 19])(
    'is kept when the next one begins %i minutes after its first use, because APNs refuses a change so early',
    (minutes) => {
      // Prepare
      const firstUseMs = startMs - minutes * minuteMs;
      const twentyPushes = [
        at(0),
        ...Array.from({ length: 20 }, (_, index) => at(index === 0 ? minutes * minuteMs : 0)),
      ];
      // Act
      const kept = use(ours, firstUseMs, twentyPushes);
      const changed = use(byTheTime, firstUseMs, twentyPushes);
      // Assess
      expect(kept.reasons.filter(Boolean)).toEqual([]);
      expect(changed.reasons.filter(Boolean)).toEqual(Array.from({ length: 20 }, () => 'TooManyProviderTokenUpdates'));
    },
  );

  test('is the same for connections that begin at the same time, and changes after 21 minutes at the earliest', () => {
    // Prepare
    let nowMs = startMs + 29 * minuteMs;
    const clock = { nowMs: () => nowMs };
    const [one, other] = [ours(clock), ours(clock)];
    const first = one.header();
    one.answered(first);
    // Act
    const same = other.header();
    nowMs += 21 * minuteMs - 1;
    const before = one.header();
    nowMs += 1;
    const after = one.header();
    // Assess
    expect([same, before]).toEqual([first, first]);
    expect(after).toBe(tokens.latestAt(startMs + 30 * minuteMs).header);
  });

  test('that APNs never accepted is dropped with its connection before it is 55 minutes old', () => {
    // Prepare
    let nowMs = startMs;
    const token = ours({ nowMs: () => nowMs });
    const first = token.header();
    // Act
    nowMs += 55 * minuteMs - 1;
    const before = [token.header(), token.isSpent];
    nowMs += 1;
    const after = token.isSpent;
    // Assess
    expect(before).toEqual([first, false]);
    expect(after).toBe(true);
  });

  test('is timed from the first answer to it, not to the previous token', () => {
    // Prepare
    let nowMs = startMs;
    const token = ours({ nowMs: () => nowMs });
    const first = token.header();
    token.answered(first);
    nowMs += 31 * minuteMs;
    const second = token.header();
    // Act
    token.answered(first);
    nowMs += 40 * minuteMs;
    const unseen = token.header();
    // Assess
    expect(second).not.toBe(first);
    expect(unseen).toBe(second);
  });

  test('is not replaced by an older one when the clock is set back', () => {
    // Prepare
    let nowMs = startMs + minuteMs;
    const token = ours({ nowMs: () => nowMs });
    const first = token.header();
    token.answered(first);
    nowMs += 30 * minuteMs;
    const second = token.header();
    token.answered(second);
    // Act
    nowMs -= 2 * minuteMs;
    const after = token.header();
    // Assess
    expect(after).toBe(second);
  });
});
