/** One push to one device token, and its result. */
import type { Delivery } from '../../apns/rules/delivery.ts';
import type { ApnsAnswer } from '../../apns/rules/outcome.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { ApnsEnvironment, Device, DeviceToken } from '../../devices/rules/device.ts';
import type { DeviceTarget } from './decide.ts';
import type { TokenEvent } from './tokenRepair.ts';

export interface DevicePush extends Delivery {
  target: DeviceTarget;
  device: Device;
  token: DeviceToken;
  headers: ApnsHeaders;
  /** A plain object, or a `PreparedPayload`. */
  payload: object;
  /** The host to ask first, if an earlier attempt has found it out. */
  environment?: ApnsEnvironment | undefined;
}

/** The answer of one host. */
export interface HostAnswer extends ApnsAnswer {
  environment: ApnsEnvironment;
}

/** The answer of the host that was asked last. */
export interface PushAnswer extends HostAnswer {
  /** What was done about the token because of the answers, or not done. */
  repair?: TokenEvent | undefined;
}
