/**
 * What the answers to one push mean for its token, and what to do about it. Pure. The device's record and the timeline
 * of the message have the actions under the same names.
 */
import type { ApnsOutcome } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment, DeviceToken } from '../../devices/rules/device.ts';
import type { HostAnswer } from './devicePush.ts';
import type { DisobeyedRejection } from './tokenEvent.ts';

export function otherEnvironment(environment: ApnsEnvironment): ApnsEnvironment {
  return environment === 'production' ? 'development' : 'production';
}

export type Conclusion =
  /** The token is as expected, or the answers say nothing about it. */
  | { do: 'nothing' }
  /** The host has accepted it. `isRepair`: after the other one had rejected it. */
  | { do: 'prove'; environment: ApnsEnvironment; isRepair: boolean }
  /** One host has rejected it and the other was not asked: next time, the other is asked first. */
  | { do: 'guess'; environment: ApnsEnvironment }
  | { do: 'quarantine' | 'drop' }
  | { do: 'disobey'; because: DisobeyedRejection };

/** @param answers of the host that was asked first, and of the other one if that was asked too. */
export function concludeFrom(token: DeviceToken, answers: readonly [HostAnswer, HostAnswer?]): Conclusion {
  const [first, other] = answers;
  const { environment, outcome, verdict } = other ?? first;
  switch (verdict.next) {
    case 'done':
      return token.state === 'proven' ? { do: 'nothing' } : { do: 'prove', environment, isRepair: other !== undefined };
    case 'other_environment':
      return { do: 'quarantine' };
    case 'drop_token':
      return concludeFromDeath(token, outcome);
    default:
      return other === undefined ? { do: 'nothing' } : { do: 'guess', environment };
  }
}

/**
 * A 410 counts only if its timestamp is later than the registration. Apple always sends one; without it the token is
 * quarantined, not dropped.
 */
function concludeFromDeath(token: DeviceToken, outcome: ApnsOutcome): Conclusion {
  const diedAtMs = outcome.kind === 'rejected' ? outcome.timestampMs : undefined;
  if (diedAtMs === undefined) return { do: 'quarantine' };
  return diedAtMs >= token.registeredAtMs ? { do: 'drop' } : { do: 'disobey', because: 'refusal_outdated' };
}
