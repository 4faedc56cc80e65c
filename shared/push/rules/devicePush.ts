/** One push to one device token, and its result. */
import type { Delivery } from '../../apns/rules/delivery.ts';
import type { ApnsAnswer, ApnsOutcome, Verdict } from '../../apns/rules/outcome.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { ApnsEnvironment, AppleTokenKind, Device, DeviceToken } from '../../devices/rules/device.ts';
import type { DeviceTarget } from './decide.ts';
import type { ExternalFacts, ExternalFailure } from './externalPush.ts';
import type { TokenEvent } from './tokenEvent.ts';

export interface DevicePush extends Delivery {
  target: DeviceTarget;
  device: Device;
  token: DeviceToken;
  headers: ApnsHeaders;
  /** A plain object, or a `PreparedPayload`. */
  payload: object;
  /** The host to ask first, if an earlier attempt has found it out. */
  environment?: ApnsEnvironment | undefined;
  /** What the team's function must know. Only with an external token. */
  external?: ExternalFacts | undefined;
}

interface ToApple {
  target: { kind: AppleTokenKind };
}

/** A push that goes to Apple. */
export type ApplePush = DevicePush & ToApple;

export function isForApple<P extends Pick<DevicePush, 'target'>>(push: P): push is P & ToApple {
  return push.target.kind !== 'external';
}

/** The answer of one host. */
export interface HostAnswer extends ApnsAnswer {
  environment: ApnsEnvironment;
}

/** The answer of the host that was asked last. */
export interface ApplePushAnswer extends HostAnswer {
  /** What was done about the token because of the answers, or not done. */
  repair?: TokenEvent | undefined;
}

/** What became of a push to an external token. Its outcome comes later, from the team's function. */
export type ExternalOutcome =
  | { kind: 'handedOver'; apnsId: string }
  | { kind: 'notHandedOver'; apnsId: string; cause: ExternalFailure };

export interface ExternalAnswer {
  outcome: ExternalOutcome;
  verdict: Verdict;
  environment?: undefined;
  repair?: undefined;
}

export type PushOutcome = ApnsOutcome | ExternalOutcome;

export type PushAnswer = ApplePushAnswer | ExternalAnswer;
