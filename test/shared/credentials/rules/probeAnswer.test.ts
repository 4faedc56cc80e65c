import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApnsOutcome, answerOf, knownReasons } from '../../../../shared/apns/rules/outcome.ts';
import { judgeProbe } from '../../../../shared/credentials/rules/probeAnswer.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const rejected = (status: number, reason?: string): ApnsOutcome => ({
  kind: 'rejected',
  apnsId,
  status,
  ...(reason !== undefined && { reason }),
});

describe('the answer to a probe', () => {
  it.each<[ApnsOutcome]>([
    [rejected(400, 'BadDeviceToken')],
    [rejected(400, 'DeviceTokenNotForTopic')],
    [rejected(410, 'Unregistered')],
    [rejected(410, 'ExpiredToken')],
    [{ kind: 'accepted', status: 200, apnsId }],
  ])('%j shows that the credential is good', (answer) => {
    // Prepare: the answer of the table

    // Act
    const verdict = judgeProbe(answerOf(answer));

    // Assess
    expect(verdict).toEqual({ state: 'good' });
  });

  it.each([
    [403, 'InvalidProviderToken', 'do not belong together'],
    [403, 'ExpiredProviderToken', 'clock'],
    [403, 'BadCertificate', 'revoked'],
    [403, 'BadCertificateEnvironment', 'not for this host'],
    [403, 'BadEnvironmentKeyInToken', 'not for this host'],
    [403, 'BadEnvironmentKeyIdInToken', 'not for this host'],
    [403, 'Forbidden', 'not allowed'],
    [400, 'TopicDisallowed', 'may not push to this app'],
    [400, 'BadTopic', 'may push to'],
    [403, 'SomethingNew', 'Apple rejects it'],
  ])('%i %s shows its fault', (status, reason, said) => {
    // Prepare
    const answer = rejected(status, reason);

    // Act
    const verdict = judgeProbe(answerOf(answer));

    // Assess
    expect(verdict).toMatchObject({ state: 'refused', severity: 'error', code: 'probe_refused' });
    expect(verdict).toMatchObject({ what: expect.stringContaining(said) });
    expect(verdict).toMatchObject({ what: expect.stringContaining(`${status} ${reason}`) });
  });

  it.each([
    [429, 'TooManyRequests'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
    [503, undefined],
  ])('%i %s shows nothing about it', (status, reason) => {
    // Prepare
    const answer = rejected(status, reason);

    // Act
    const verdict = judgeProbe(answerOf(answer));

    // Assess
    expect(verdict).toMatchObject({ state: 'unclear', severity: 'warning', code: 'probe_unclear' });
  });

  it('a missing one shows why the host could not be asked', () => {
    // Prepare
    const answer: ApnsOutcome = { kind: 'unanswered', apnsId, sent: 'no', cause: 'connect_failed' };

    // Act
    const verdict = judgeProbe(answerOf(answer));

    // Assess
    expect(verdict).toMatchObject({ state: 'unreachable', code: 'host_unreachable' });
    expect(verdict).toMatchObject({ what: expect.stringContaining('connect_failed') });
  });

  it('403 with an unknown reason is a rejection', () => {
    // Prepare
    const reason = fc.string().filter((text) => !knownReasons.includes(text));

    // Act
    const check = fc.property(reason, (text) => judgeProbe(answerOf(rejected(403, text))).state === 'refused');

    // Assess
    fc.assert(check);
  });

  it('has a fix for every fault', () => {
    // Prepare
    const answers = knownReasons.map((reason) => rejected(403, reason));

    // Act
    const verdicts = answers
      .map((answer) => judgeProbe(answerOf(answer)))
      .filter((verdict) => verdict.state !== 'good');

    // Assess
    expect(verdicts.length).toBeGreaterThan(10);
    expect(verdicts.filter(({ fix, what }) => fix.length < 20 || what.length < 10)).toEqual([]);
  });
});
