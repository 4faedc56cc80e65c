/** How flows push to Apple. */
import type { ApnsEnvironment } from '../devices/rules/device.ts';
import type { AcceptedRequest, Broadcast, ChannelRequest } from './rules/channelRequest.ts';
import type { Delivery } from './rules/delivery.ts';
import type { ApnsAnswer, ApnsFailure } from './rules/outcome.ts';
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

/** Broadcast channels of Live Activities. Each result is an outcome. */
export interface ChannelPort {
  /**
   * @param storagePolicy 0: nothing is stored, and Apple allows more broadcasts. 1: the newest one is stored, for
   *   phones that cannot be reached. It cannot be changed.
   * @returns its `channelId`. Without an answer, the channel may exist.
   */
  create(
    request: ChannelRequest,
    storagePolicy: 0 | 1,
  ): Promise<(AcceptedRequest & { channelId: string }) | ApnsFailure>;
  /** For good: its followers hear no more of it. */
  delete(request: ChannelRequest, channelId: string): Promise<AcceptedRequest | ApnsFailure>;
  /** One request, however many phones follow the channel. */
  publish(request: ChannelRequest, broadcast: Broadcast): Promise<AcceptedRequest | ApnsFailure>;
}

export interface ApnsPorts {
  apns: PushPort;
}
