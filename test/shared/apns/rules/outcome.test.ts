import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApnsOutcome,
  answerOf,
  knownReasons,
  type NextStep,
  rejectsToken,
} from '../../../../shared/apns/rules/outcome.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const rejected = (status: number | undefined, reason?: string): ApnsOutcome => ({
  kind: 'rejected',
  apnsId,
  ...(status !== undefined && { status }),
  ...(reason !== undefined && { reason }),
});

/**
 * Apple's table ("Handling notification responses from APNs"), row by row: status, reason, what follows, whether the
 * connection goes, and how often it is sent again at once.
 */
const rows: [status: number, reason: string, next: NextStep, closeConnection?: 'close', resends?: number][] = [
  [400, 'BadCollapseId', 'fix'],
  [400, 'BadDeviceToken', 'other_environment'],
  [400, 'BadExpirationDate', 'fix'],
  [400, 'BadMessageId', 'fix'],
  [400, 'BadPriority', 'fix'],
  [400, 'BadTopic', 'fix'],
  [400, 'DeviceTokenNotForTopic', 'fix'],
  [400, 'DuplicateHeaders', 'fix'],
  [400, 'IdleTimeout', 'retry_later', 'close', 3],
  [400, 'InvalidPushType', 'fix'],
  [400, 'MissingDeviceToken', 'fix'],
  [400, 'MissingTopic', 'fix'],
  [400, 'PayloadEmpty', 'fix'],
  [400, 'TopicDisallowed', 'alarm'],
  [403, 'BadCertificate', 'alarm', 'close'],
  [403, 'BadCertificateEnvironment', 'alarm', 'close'],
  [403, 'ExpiredProviderToken', 'alarm', 'close', 1],
  [403, 'Forbidden', 'alarm'],
  [403, 'InvalidProviderToken', 'alarm', 'close'],
  [403, 'MissingProviderToken', 'fix'],
  [403, 'UnrelatedKeyIdInToken', 'alarm', 'close', 1],
  [403, 'BadEnvironmentKeyIdInToken', 'alarm'],
  [403, 'BadEnvironmentKeyInToken', 'alarm'],
  [404, 'BadPath', 'fix'],
  [405, 'MethodNotAllowed', 'fix'],
  [410, 'ExpiredToken', 'drop_token'],
  [410, 'Unregistered', 'drop_token'],
  [413, 'PayloadTooLarge', 'fix'],
  [429, 'TooManyProviderTokenUpdates', 'retry_later', 'close'],
  [429, 'TooManyRequests', 'retry_later'],
  [500, 'InternalServerError', 'retry_later', 'close'],
  [503, 'ServiceUnavailable', 'retry_later'],
  [503, 'Shutdown', 'retry_later', 'close', 3],
  // Answers to requests about broadcast channels only.
  [400, 'BadChannelId', 'fix'],
  [400, 'BadRequestParams', 'fix'],
  [400, 'BadRequestPayload', 'fix'],
  [400, 'CannotCreateChannelConfig', 'alarm'],
  [400, 'ChannelNotRegistered', 'fix'],
  [400, 'FeatureNotEnabled', 'alarm'],
  [400, 'MissingChannelId', 'fix'],
  [400, 'MissingChannelQueueSize', 'fix'],
  [400, 'MissingPushType', 'fix'],
  [403, 'TopicMismatch', 'alarm'],
  [503, 'Service Unavailable', 'retry_later'],
];

describe('the meaning of an answer of APNs', () => {
  it.each(rows)('%i %s: %s %s', (status, reason, next, close, resends = 0) => {
    // Prepare
    const answer = rejected(status, reason);

    // Act
    const verdict = answerOf(answer).verdict;

    // Assess
    expect(verdict).toEqual({ next, closeConnection: close === 'close', resends });
  });

  it("is defined for exactly Apple's reasons", () => {
    // Prepare
    const applesReasons = rows.map(([, reason]) => reason);

    // Act
    const known = [...knownReasons];

    // Assess
    expect(known.toSorted()).toEqual(applesReasons.toSorted());
  });

  it('is the same when the reason comes with a GOAWAY and without a status', () => {
    // Prepare
    const answered = rows.map(([status, reason]) => answerOf(rejected(status, reason)).verdict);

    // Act
    const verdicts = rows.map(([, reason]) => answerOf(rejected(undefined, reason)).verdict);

    // Assess
    expect(verdicts).toEqual(answered);
  });

  it.each<[number | undefined, NextStep, boolean]>([
    [undefined, 'retry_later', true],
    [301, 'fix', false],
    [400, 'fix', false],
    [402, 'fix', false],
    [403, 'alarm', false],
    [404, 'fix', false],
    [409, 'fix', false],
    [410, 'drop_token', false],
    [413, 'fix', false],
    [428, 'fix', false],
    [429, 'retry_later', false],
    [430, 'fix', false],
    [499, 'fix', false],
    [500, 'retry_later', true],
    [502, 'retry_later', true],
    [503, 'retry_later', true],
    [599, 'retry_later', true],
  ])('follows from the status %s without a reason or with a new one', (status, next, closeConnection) => {
    // Prepare
    const answers = [rejected(status), rejected(status, 'ReasonOfTomorrow'), rejected(status, '')];

    // Act
    const verdicts = answers.map((answer) => answerOf(answer).verdict);

    // Assess
    expect(verdicts).toEqual(answers.map(() => ({ next, closeConnection, resends: 0 })));
  });

  it('is defined for any reason and status', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty')),
        fc.option(fc.integer({ min: 100, max: 999 }), { nil: undefined }),
        (reason, status) => {
          // Prepare
          const answer = rejected(status, reason);

          // Act
          const verdict = answerOf(answer).verdict;

          // Assess
          expect(verdict).toEqual({ next: expect.any(String), closeConnection: expect.any(Boolean), resends: 0 });
        },
      ),
    );
  });

  it.each<[string, ApnsOutcome, NextStep]>([
    ['an accepted push is done', { kind: 'accepted', status: 200, apnsId }, 'done'],
    ['a missing credential needs a person', { kind: 'no_credential', gap: 'topic', apnsId }, 'alarm'],
    [
      'an unanswered push that left is sent again',
      { kind: 'unanswered', apnsId, sent: 'maybe', cause: 'deadline' },
      'retry_later',
    ],
    [
      'an unanswered push that did not leave is sent again',
      { kind: 'unanswered', apnsId, sent: 'no', cause: 'connect_failed' },
      'retry_later',
    ],
  ])('%s', (_behaviour, outcome, next) => {
    // Prepare: the row

    // Act
    const verdict = answerOf(outcome).verdict;

    // Assess
    expect(verdict).toEqual({ next, closeConnection: false, resends: 0 });
  });
});

describe('a rejection of the token itself', () => {
  it.each([
    ['BadDeviceToken', rejected(400, 'BadDeviceToken'), true],
    ['DeviceTokenNotForTopic', rejected(400, 'DeviceTokenNotForTopic'), true],
    ['Unregistered', rejected(410, 'Unregistered'), true],
    ['ExpiredToken', rejected(410, 'ExpiredToken'), true],
    ['any other 410', rejected(410, 'NewReasonOfNextYear'), true],
    ['TopicDisallowed', rejected(400, 'TopicDisallowed'), false],
    ['BadEnvironmentKeyInToken', rejected(403, 'BadEnvironmentKeyInToken'), false],
    ['TooManyRequests', rejected(429, 'TooManyRequests'), false],
    ['MissingDeviceToken', rejected(400, 'MissingDeviceToken'), false],
    ['no reason', rejected(400), false],
    ['no answer', { kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId } as ApnsOutcome, false],
    ['an accepted push', { kind: 'accepted', status: 200, apnsId } as ApnsOutcome, false],
  ])('%s', (_what, outcome, expected) => {
    // Prepare: the row

    // Act
    const refuses = rejectsToken(answerOf(outcome));

    // Assess
    expect(refuses).toBe(expected);
  });
});
