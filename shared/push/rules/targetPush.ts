/** One push to one device token, and what came of it. */
import type { ApnsOutcome, Verdict } from '../../apns/rules/outcome.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { ApnsEnvironment, Device, DeviceToken } from '../../devices/rules/device.ts';
import type { DeviceTarget } from './decide.ts';
import type { TokenEvent } from './tokenRepair.ts';

export interface TargetPush {
  target: DeviceTarget;
  device: Device;
  token: DeviceToken;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
  /** The host to ask first, when an earlier attempt has found it out. */
  environment?: ApnsEnvironment | undefined;
  /** See {@link PushRequest}. */
  connectionSinceMs?: number | undefined;
}

export interface TargetAnswer {
  answer: ApnsOutcome;
  verdict: Verdict;
  /** The host that gave the answer. */
  environment: ApnsEnvironment;
  /** What was done about the token because of the answers, or not done. */
  repair?: TokenEvent | undefined;
}
