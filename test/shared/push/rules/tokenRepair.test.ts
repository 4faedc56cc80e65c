import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ApnsOutcome, answerOf, knownReasons, rejectsToken } from '../../../../shared/apns/rules/outcome.ts';
import type { ApnsEnvironment, DeviceToken } from '../../../../shared/devices/rules/device.ts';
import { likelyEnvironment } from '../../../../shared/devices/rules/likelyEnvironment.ts';
import type { HostAnswer } from '../../../../shared/push/rules/devicePush.ts';
import { type Conclusion, concludeFrom, otherEnvironment } from '../../../../shared/push/rules/tokenRepair.ts';
import { aDevice, aToken, startMs } from '../../../support/factories.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const registeredAtMs = startMs - 60_000;
const accepted: ApnsOutcome = { kind: 'accepted', status: 200, apnsId };
const rejected = (status: number, reason: string, timestampMs?: number): ApnsOutcome => ({
  kind: 'rejected',
  status,
  reason,
  apnsId,
  ...(timestampMs !== undefined && { timestampMs }),
});
const badDeviceToken = rejected(400, 'BadDeviceToken');
const at = (environment: ApnsEnvironment, outcome: ApnsOutcome): HostAnswer => ({ environment, ...answerOf(outcome) });

describe('the host to ask first', () => {
  it.each<[string, Partial<DeviceToken>, Partial<DeviceToken>, ApnsEnvironment]>([
    ['production for a token without any known facts', { environment: 'auto' }, { environment: 'auto' }, 'production'],
    ["the app's environment", { environment: 'development' }, { environment: 'production' }, 'development'],
    ['the proven one', { environment: 'development', state: 'proven' }, { state: 'proven' }, 'development'],
    [
      'the one proven for another token of the device',
      { environment: 'auto' },
      { environment: 'development', state: 'proven' },
      'development',
    ],
    [
      "that rather than the app's",
      { environment: 'production' },
      { environment: 'development', state: 'proven' },
      'development',
    ],
    ['not the unproven one of another token', { environment: 'auto' }, { environment: 'development' }, 'production'],
    [
      'not the formerly proven one of a token that is rejected now',
      { environment: 'auto' },
      { environment: 'development', state: 'quarantined' },
      'production',
    ],
  ])('is %s', (_what, alert, voip, expected) => {
    // Prepare
    const token = aToken('A', alert);
    const device = aDevice({ tokens: { alert: token, voip: aToken('V', voip) } });

    // Act
    const environment = likelyEnvironment(device, token);

    // Assess
    expect(environment).toBe(expected);
  });
});

describe('the consequence for a token', () => {
  it.each<[string, Partial<DeviceToken>, [HostAnswer, HostAnswer?], Conclusion]>([
    [
      'it is proven where it was accepted',
      {},
      [at('production', accepted)],
      { do: 'prove', environment: 'production', isRepair: false },
    ],
    [
      'it is repaired when the other host accepts it',
      {},
      [at('production', badDeviceToken), at('development', accepted)],
      { do: 'prove', environment: 'development', isRepair: true },
    ],
    ['nothing when it was proven before', { state: 'proven' }, [at('production', accepted)], { do: 'nothing' }],
    [
      'it is quarantined when both hosts refuse it',
      {},
      [at('production', badDeviceToken), at('development', badDeviceToken)],
      { do: 'quarantine' },
    ],
    [
      'it is quarantined when the host that took it refuses it',
      { state: 'proven' },
      [at('production', badDeviceToken)],
      { do: 'quarantine' },
    ],
    [
      'it is dropped when it died after the registration',
      {},
      [at('production', rejected(410, 'Unregistered', registeredAtMs + 1))],
      { do: 'drop' },
    ],
    [
      'it is dropped when it died at the moment of the registration',
      {},
      [at('production', rejected(410, 'ExpiredToken', registeredAtMs))],
      { do: 'drop' },
    ],
    [
      'it stays when it died before the registration',
      {},
      [at('production', rejected(410, 'Unregistered', registeredAtMs - 1))],
      { do: 'disobey', because: 'refusal_outdated' },
    ],
    [
      'it is quarantined when Apple does not say when it died',
      {},
      [at('production', rejected(410, 'Unregistered'))],
      { do: 'quarantine' },
    ],
    [
      'it is dropped when the other host says that it is dead',
      {},
      [at('production', badDeviceToken), at('development', rejected(410, 'Unregistered', startMs))],
      { do: 'drop' },
    ],
    [
      'the other host is asked first next time when it has not said anything yet',
      {},
      [at('production', badDeviceToken), at('development', rejected(503, 'ServiceUnavailable'))],
      { do: 'guess', environment: 'development' },
    ],
    [
      'the other host is asked first next time when it knows the token, for another topic',
      {},
      [at('production', badDeviceToken), at('development', rejected(400, 'DeviceTokenNotForTopic'))],
      { do: 'guess', environment: 'development' },
    ],
    [
      'nothing when the credential is refused',
      {},
      [at('production', rejected(403, 'InvalidProviderToken'))],
      { do: 'nothing' },
    ],
    ['nothing when the push is refused', {}, [at('production', rejected(400, 'PayloadEmpty'))], { do: 'nothing' }],
    [
      'nothing when the token is not for the topic',
      {},
      [at('production', rejected(400, 'DeviceTokenNotForTopic'))],
      { do: 'nothing' },
    ],
    [
      'nothing without an answer',
      {},
      [at('production', { kind: 'unanswered', sent: 'maybe', cause: 'deadline', apnsId })],
      { do: 'nothing' },
    ],
    [
      'nothing without a credential',
      {},
      [at('production', { kind: 'no_credential', gap: 'topic', apnsId })],
      { do: 'nothing' },
    ],
  ])('%s', (_behaviour, token, answers, expected) => {
    // Prepare: the row

    // Act
    const conclusion = concludeFrom(aToken('A', token), answers);

    // Assess
    expect(conclusion).toStrictEqual(expected);
  });

  const outcomes: fc.Arbitrary<ApnsOutcome> = fc.oneof(
    fc.constant(accepted),
    fc.constant<ApnsOutcome>({ kind: 'no_credential', gap: 'expired', apnsId }),
    fc.record({
      kind: fc.constant('rejected' as const),
      apnsId: fc.constant(apnsId),
      status: fc.constantFrom(400, 403, 404, 410, 413, 429, 500, 503),
      reason: fc.oneof(fc.constantFrom(...knownReasons), fc.string()),
      timestampMs: fc.integer({ min: registeredAtMs - 10, max: registeredAtMs + 10 }),
    }),
  );

  it('gives a token up only when the last host asked rejects the token itself, and never drops one registered since', () => {
    fc.assert(
      fc.property(
        outcomes,
        fc.option(outcomes, { nil: undefined }),
        fc.constantFrom('unproven' as const, 'proven' as const),
        (first, other, state) => {
          // Prepare
          const answers: [HostAnswer, HostAnswer?] =
            other === undefined ? [at('production', first)] : [at('production', first), at('development', other)];
          const last = other ?? first;

          // Act
          const conclusion = concludeFrom(aToken('A', { state }), answers);

          // Assess
          if (conclusion.do === 'quarantine' || conclusion.do === 'drop')
            expect(rejectsToken(answerOf(last))).toBe(true);
          if (conclusion.do === 'drop')
            expect(last.kind === 'rejected' && last.timestampMs).toBeGreaterThanOrEqual(registeredAtMs);
          if (last.kind === 'accepted') expect(['prove', 'nothing']).toContain(conclusion.do);
        },
      ),
    );
  });
});

describe('the other environment', () => {
  it('of each is the other', () => {
    // Prepare: nothing

    // Act
    const others = [otherEnvironment('production'), otherEnvironment('development')];

    // Assess
    expect(others).toEqual(['development', 'production']);
  });
});
