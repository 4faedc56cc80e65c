import { describe, expect, it } from 'vitest';
import { type ApnsOutcome, answerOf, knownReasons } from '../../../../shared/apns/rules/outcome.ts';
import {
  isRejection,
  pushResultOf,
  pushResults,
  rejectsProviderToken,
} from '../../../../shared/push/rules/pushResult.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const refused = (status: number, reason: string): ApnsOutcome => ({ kind: 'rejected', apnsId, status, reason });

describe('pushResultOf', () => {
  it.each<[string, ApnsOutcome]>([
    ['accepted', { kind: 'accepted', status: 200, apnsId }],
    ['unanswered', { kind: 'unanswered', apnsId, sent: 'maybe', cause: 'deadline' }],
    ['no_credential', { kind: 'no_credential', apnsId, gap: 'none_stored' }],
    ['token_refused', refused(400, 'BadDeviceToken')],
    ['token_refused', refused(400, 'DeviceTokenNotForTopic')],
    ['token_refused', refused(410, 'Unregistered')],
    ['request_refused', refused(413, 'PayloadTooLarge')],
    ['request_refused', refused(400, 'BadTopic')],
    ['credential_refused', refused(403, 'InvalidProviderToken')],
    ['credential_refused', refused(403, 'BadCertificate')],
    ['busy', refused(429, 'TooManyRequests')],
    ['busy', refused(503, 'ServiceUnavailable')],
    ['request_refused', refused(400, 'SomethingThatAppleMayAddOneDay')],
    ['busy', refused(500, 'SomethingThatAppleMayAddOneDay')],
  ])('is %s for %o', (expected, answer) => {
    // Prepare: an answer

    // Act
    const result = pushResultOf(answerOf(answer));

    // Assess
    expect(result).toBe(expected);
  });

  it.each(knownReasons)('is a class of the closed list for %s', (reason) => {
    // Prepare
    const answer = refused(400, reason);

    // Act
    const result = pushResultOf(answerOf(answer));

    // Assess
    expect(pushResults).toContain(result);
    expect(['accepted', 'unanswered', 'no_credential']).not.toContain(result);
  });
});

describe('isRejection', () => {
  it('is true only for final rejections by Apple', () => {
    // Prepare
    const all = pushResults;

    // Act
    const refusals = all.filter(isRejection);

    // Assess
    expect(refusals).toEqual(['token_refused', 'request_refused', 'credential_refused']);
  });
});

describe('rejectsProviderToken', () => {
  it('is true only for rejections of the provider token, not of certificates or pushes', () => {
    // Prepare
    const all = knownReasons;

    // Act
    const ofProviderToken = all.filter((reason) => rejectsProviderToken(refused(403, reason)));

    // Assess
    expect(ofProviderToken.sort()).toEqual([
      'ExpiredProviderToken',
      'InvalidProviderToken',
      'MissingProviderToken',
      'TooManyProviderTokenUpdates',
      'UnrelatedKeyIdInToken',
    ]);
  });
});
