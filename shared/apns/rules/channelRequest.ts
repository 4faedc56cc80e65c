/** Requests about broadcast channels, and what APNs answers to those that it accepts. */
import type { ApnsEnvironment } from '../../devices/rules/device.ts';

/** Fields of every request. Channels belong to one app in one environment. */
export interface ChannelRequest {
  appId: string;
  environment: ApnsEnvironment;
  /** `apns-request-id`: a lower-case UUID, the same over all attempts. Outcomes have it as `apnsId`. */
  requestId: string;
  /** Epoch milliseconds. */
  deadlineMs: number;
}

export interface Broadcast {
  channelId: string;
  priority: 10 | 5 | 1;
  /**
   * Epoch seconds; `0`: do not store, the only value that a channel without storage accepts. At most eight hours count.
   */
  expiration: number;
  /** At most 5,120 bytes of JSON. It updates or ends Live Activities; a push to a device starts one. */
  payload: object;
}

/** An answer that accepts a request about channels. */
export interface AcceptedRequest {
  kind: 'accepted';
  status: number;
  /** The `apns-request-id`. */
  apnsId: string;
}
