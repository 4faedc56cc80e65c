/**
 * A named broadcast channel of Live Activities: one request updates them on any number of phones. Source: Apple,
 * "Sending broadcast push notification requests to APNs". iOS 18 or later.
 */
import { type ApnsEnvironment, apnsEnvironments } from '../../devices/rules/device.ts';

export interface ActivityChannel {
  /** The team's own name for it, unique in the stage. */
  name: string;
  appId: string;
  /** APNs keeps the newest broadcast, for phones that cannot be reached. Apple allows more broadcasts without. */
  storesLatest: boolean;
  /** Apple's IDs, in base64: a channel belongs to one environment. */
  channelIds: Partial<Record<ApnsEnvironment, string>>;
}

/** The environments in which the channel exists. */
export function channelsOf({ channelIds }: Pick<ActivityChannel, 'channelIds'>): {
  environment: ApnsEnvironment;
  channelId: string;
}[] {
  return apnsEnvironments.flatMap((environment) => {
    const channelId = channelIds[environment];
    return channelId === undefined ? [] : [{ environment, channelId }];
  });
}

/** A channel keeps its app and its storage for good. */
export function isSameChannel(one: ActivityChannel, other: Omit<ActivityChannel, 'channelIds'>): boolean {
  return one.appId === other.appId && one.storesLatest === other.storesLatest;
}
