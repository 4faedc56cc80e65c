import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CredentialGap,
  type CredentialNeed,
  type CredentialScope,
  chooseCredentials,
} from '../../../../shared/apns/rules/credentialChoice.ts';
import { type PushType, pushTypeRules, pushTypes } from '../../../../shared/apns/rules/pushTypes.ts';

const nowMs = Date.parse('2026-11-22T00:00:00Z');
const bothHosts = ['production', 'development'] as const;
const key: CredentialScope = { kind: 'token', environments: bothHosts, topics: 'any' };
const certificate: CredentialScope = {
  kind: 'certificate',
  environments: bothHosts,
  topics: ['com.example.app.voip'],
  notAfter: '2027-01-01T00:00:00Z',
};
const alertNeed: CredentialNeed = { environment: 'production', topic: 'com.example.app', pushType: 'alert' };
const voipNeed: CredentialNeed = { environment: 'production', topic: 'com.example.app.voip', pushType: 'voip' };

describe('the choice of a credential', () => {
  it.each<[string, CredentialScope[], CredentialNeed, CredentialScope[]]>([
    ['a team key serves every topic and host', [key], alertNeed, [key]],
    ['a certificate for the topic goes before a team key', [key, certificate], voipNeed, [certificate, key]],
    ['a topic that the certificate does not list falls to the key', [certificate, key], alertNeed, [key]],
    [
      'a key of some topics goes before a key of the whole team, and after a certificate',
      [key, { ...key, topics: [voipNeed.topic] }, certificate],
      voipNeed,
      [certificate, { ...key, topics: [voipNeed.topic] }, key],
    ],
    [
      'of two certificates the one that expires last goes first: it has replaced the other',
      [certificate, { ...certificate, notAfter: '2027-11-01T00:00:00Z' }],
      voipNeed,
      [{ ...certificate, notAfter: '2027-11-01T00:00:00Z' }, certificate],
    ],
    [
      'two keys of a team serve in their order',
      [key, { ...key, environments: ['production'] }],
      alertNeed,
      [key, { ...key, environments: ['production'] }],
    ],
    ['a key for the other host is passed over', [{ ...key, environments: ['development'] }, key], alertNeed, [key]],
  ])('%s', (_behaviour, stored, need, expected) => {
    // Prepare: the row

    // Act
    const choice = chooseCredentials(stored, need, nowMs);

    // Assess
    expect(choice).toStrictEqual({ serving: expected });
  });

  it.each<[CredentialGap, string, CredentialScope[], CredentialNeed]>([
    ['none_stored', 'nothing is stored', [], alertNeed],
    ['environment', 'the only key is for the other host', [{ ...key, environments: ['development'] }], alertNeed],
    ['topic', 'the key is limited to other topics', [{ ...key, topics: ['com.example.other'] }], alertNeed],
    ['topic', 'the certificate is for calls only', [certificate], alertNeed],
    [
      'topic',
      'one lacks the host and the other the topic',
      [{ ...key, environments: ['development'] }, certificate],
      alertNeed,
    ],
    [
      'token_key',
      'only a certificate serves what Apple takes with a key alone',
      [{ ...certificate, topics: ['com.example.app.location-query'] }],
      { environment: 'production', topic: 'com.example.app.location-query', pushType: 'location' },
    ],
    [
      'expired',
      'the certificate expires this very moment',
      [{ ...certificate, notAfter: '2026-11-22T00:00:00Z' }],
      voipNeed,
    ],
  ])('is missing, with the gap %s, when %s', (gap, _when, stored, need) => {
    // Prepare: the row

    // Act
    const choice = chooseCredentials(stored, need, nowMs);

    // Assess
    expect(choice).toStrictEqual({ gap });
  });

  it('uses a certificate until the moment it expires', () => {
    // Prepare
    const lastMoment = { ...certificate, notAfter: '2026-11-22T00:00:00.001Z' };

    // Act
    const choice = chooseCredentials([lastMoment], voipNeed, nowMs);

    // Assess
    expect(choice.serving).toEqual([lastMoment]);
  });

  const topics = ['com.example.app', 'com.example.app.voip', 'com.example.app.location-query'];
  const scopes = fc.record({
    kind: fc.constantFrom('token' as const, 'certificate' as const),
    environments: fc.subarray([...bothHosts]),
    topics: fc.oneof(fc.constant('any' as const), fc.subarray(topics)),
    notAfter: fc.constantFrom(
      '2026-11-21T00:00:00Z',
      '2026-11-22T00:00:00Z',
      '2027-01-01T00:00:00Z',
      '2028-01-01T00:00:00Z',
    ),
  });
  const needs = fc.record({
    environment: fc.constantFrom(...bothHosts),
    topic: fc.constantFrom(...topics),
    pushType: fc.constantFrom<PushType>(...pushTypes),
  });

  it('has exactly the usable ones, each once, certificates first, or a reason', () => {
    fc.assert(
      fc.property(fc.array(scopes), needs, (stored, need) => {
        // Prepare
        const serves = (scope: CredentialScope) =>
          scope.environments.includes(need.environment) &&
          (scope.topics === 'any' || scope.topics.includes(need.topic)) &&
          Date.parse(scope.notAfter ?? '') > nowMs &&
          !(scope.kind === 'certificate' && pushTypeRules[need.pushType].tokenOnly);

        // Act
        const { serving, gap } = chooseCredentials(stored, need, nowMs);

        // Assess
        const expected = stored.filter(serves);
        expect(gap === undefined).toBe(expected.length > 0);
        expect(new Set(serving ?? [])).toEqual(new Set(expected));
        expect(serving?.length ?? 0).toBe(expected.length);
        const kinds = serving?.map(({ kind }) => kind) ?? [];
        expect(kinds).toEqual(kinds.toSorted());
      }),
    );
  });

  it('does not modify the stored credentials', () => {
    // Prepare
    const stored = [key, certificate];

    // Act
    chooseCredentials(stored, voipNeed, nowMs);

    // Assess
    expect(stored).toEqual([key, certificate]);
  });
});
