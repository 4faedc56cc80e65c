/**
 * What the answers to one push say about its token, and what is to be done about it. Pure. What is done stands in
 * the device's record, and in the timeline of the message, under the same names.
 */
import type { ApnsOutcome } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment, Device, DeviceToken, RepairName } from '../../devices/rules/device.ts';
import type { HostAnswer } from './devicePush.ts';

/**
 * What a refusal did not lead to: `refusal_outdated`, because the app has registered the token since the moment that
 * Apple names; `refusal_doubted`, because its host refuses so many users that the fault must lie elsewhere.
 */
export type DisobeyedRejection = 'refusal_outdated' | 'refusal_doubted';

/** What one push may lead to: what the timeline of its message says of the token, beside the outcome. */
export type TokenEvent = Extract<RepairName, 'environment_changed' | 'quarantined' | 'dropped'> | DisobeyedRejection;

export function otherEnvironment(environment: ApnsEnvironment): ApnsEnvironment {
  return environment === 'production' ? 'development' : 'production';
}

/**
 * The host to ask first. All tokens of one installation are of one environment, that of its build. So what APNs has
 * proven of one of them outranks what the app says of another; and an app that says nothing is most likely one from the
 * App Store.
 */
export function likelyEnvironment({ tokens }: Pick<Device, 'tokens'>, token: DeviceToken): ApnsEnvironment {
  if (token.state === 'proven' && token.environment !== 'auto') return token.environment;
  for (const { state, environment } of Object.values(tokens)) {
    if (state === 'proven' && environment !== 'auto') return environment;
  }
  return token.environment === 'auto' ? 'production' : token.environment;
}

export type Conclusion =
  /** The token is as it was thought to be, or the answers say nothing about it. */
  | { do: 'nothing' }
  /** The host has accepted it. `isRepair`: after the other one had refused it. */
  | { do: 'prove'; environment: ApnsEnvironment; isRepair: boolean }
  /** The one host has refused it and nobody knows about the other: next time, that one is asked first. */
  | { do: 'guess'; environment: ApnsEnvironment }
  | { do: 'quarantine' | 'drop' }
  | { do: 'disobey'; because: DisobeyedRejection };

/** @param answers of the host that was asked first, and of the other one if that was asked, too. */
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
 * Only a death after the registration is one of this registration. Apple always says when; an answer that does not is
 * believed so far that the token is left alone until the app comes back.
 */
function concludeFromDeath(token: DeviceToken, outcome: ApnsOutcome): Conclusion {
  const diedAtMs = outcome.kind === 'rejected' ? outcome.timestampMs : undefined;
  if (diedAtMs === undefined) return { do: 'quarantine' };
  return diedAtMs >= Date.parse(token.registeredAt) ? { do: 'drop' } : { do: 'disobey', because: 'refusal_outdated' };
}
