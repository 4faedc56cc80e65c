/** How flows push to Apple. */
import type { ApnsEnvironment } from '../devices/rules/device.ts';
import type { Delivery } from './rules/delivery.ts';
import type { ApnsAnswer } from './rules/outcome.ts';
import type { ApnsHeaders } from './rules/pushTypes.ts';

/** A push to one host. */
export interface HostPush extends Delivery {
  appId: string;
  environment: ApnsEnvironment;
  /** Hex, so that the path needs no escapes. */
  deviceToken: string;
  headers: ApnsHeaders;
  /** A plain object, or a `PreparedPayload`. */
  payload: object;
}

export interface PushPort {
  /** Never throws for faults of Apple or the network: those are outcomes. */
  push(push: HostPush): Promise<ApnsAnswer>;
}

export interface ApnsPorts {
  apns: PushPort;
}
