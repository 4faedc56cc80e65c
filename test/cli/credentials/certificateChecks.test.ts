import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appOf, certificateFaults, certificateNotes } from '../../../cli/credentials/certificateChecks.ts';
import type { CertificateFacts } from '../../../cli/credentials/certificateFacts.ts';
import { isTopicOf, pushTypes, topicOf } from '../../../shared/apns/rules/pushTypes.ts';

const nowMs = Date.parse('2026-12-01T12:00:00Z');
const dayMs = 24 * 60 * 60 * 1000;

const bundleId = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join('.'))
  // Such an app has topics that look like those of another one.
  .filter((id) => appOf([id]) === id);

const makeFacts = (facts: Partial<CertificateFacts> = {}): CertificateFacts => ({
  kind: 'voip',
  commonName: 'VoIP Services: com.example.chat',
  topics: ['com.example.chat', 'com.example.chat.voip'],
  environments: ['production', 'development'],
  notBefore: new Date(nowMs - 100 * dayMs).toISOString(),
  notAfter: new Date(nowMs + 265 * dayMs).toISOString(),
  issuer: { commonName: 'Apple Worldwide Developer Relations Certification Authority', organization: 'Apple Inc.' },
  ...facts,
});
const expected = { appId: 'com.example.chat', nowMs, issuer: 'apple' } as const;

describe('topics', () => {
  it('of any push type belong to their app', () => {
    // Prepare
    const types = fc.uniqueArray(fc.constantFrom(...pushTypes), { minLength: 1 });

    // Act
    const property = fc.property(bundleId, types, (appId, chosen) => {
      const topics = chosen.map((pushType) => topicOf(appId, pushType));
      expect(appOf(topics)).toBe(appId);
      expect(topics.every((topic) => isTopicOf(appId, topic))).toBe(true);
      expect(certificateFaults(makeFacts({ topics }), { ...expected, appId })).toEqual([]);
    });

    // Assess
    fc.assert(property);
  });

  it('of an app with a common bundle ID prefix belong to another app', () => {
    // Prepare
    const facts = makeFacts({ topics: ['com.example.chat.beta', 'com.example.chat.beta.voip'] });

    // Act
    const faults = certificateFaults(facts, expected);

    // Assess
    expect(faults).toMatchObject([
      { code: 'wrong_app', message: 'the certificate is for com.example.chat.beta, not for com.example.chat' },
    ]);
  });
});

describe('a certificate with several faults', () => {
  it('reports all of them', () => {
    // Prepare
    const facts = makeFacts({
      topics: ['com.example.other'],
      issuer: { commonName: 'Somebody', organization: '' },
      notAfter: new Date(nowMs - 1).toISOString(),
      environments: ['development'],
    });

    // Act
    const faults = certificateFaults(facts, { ...expected, environments: ['production'] });

    // Assess
    expect(faults.map(({ code }) => code)).toEqual(['wrong_issuer', 'wrong_app', 'expired', 'environment_not_served']);
  });

  it('reports nothing else when it is not an app push certificate', () => {
    // Prepare
    const facts = makeFacts({ kind: 'pass', environments: [], topics: ['pass.com.example'] });

    // Act
    const faults = certificateFaults(facts, expected);

    // Assess
    expect(faults.map(({ code }) => code)).toEqual(['not_for_apps']);
  });
});

describe('the days', () => {
  it.each([
    ['at its last moment', 0, [], ['expires_soon']],
    ['a moment later', -1, ['expired'], []],
    ['30 days before', 30 * dayMs, [], ['expires_soon']],
    ['31 days before', 31 * dayMs, [], []],
  ])('%s', (_what, leftMs, faultCodes, noteCodes) => {
    // Prepare
    const facts = makeFacts({ notAfter: new Date(nowMs + leftMs).toISOString() });

    // Act
    const faults = certificateFaults(facts, expected);
    const notes = certificateNotes(facts, nowMs);

    // Assess
    expect(faults.map(({ code }) => code)).toEqual(faultCodes);
    expect(notes.map(({ code }) => code)).toEqual(noteCodes);
  });
});
