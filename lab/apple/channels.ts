/**
 * The broadcast channels of one host: their followers, and the newest broadcast of those that store one. Apple,
 * "Setting up broadcast push notifications".
 */
import { randomBytes } from 'node:crypto';
import type { AcceptedPush } from './apple.ts';

/** 0: stores nothing. 1: stores the newest broadcast, for eight hours at most. */
export type StoragePolicy = 0 | 1;

export interface Channel {
  /** 16 bytes, base64. */
  readonly channelId: string;
  readonly bundleId: string;
  readonly storagePolicy: StoragePolicy;
}

/** A Live Activity that follows a channel. */
export interface Follower {
  isReachable(): boolean;
  deliver(push: AcceptedPush): void;
}

export interface Following {
  /** Called when the phone is reachable again: the broadcast that was stored for it arrives now. */
  catchUp(): void;
  end(): void;
}

export interface Channels {
  /** @returns undefined if the app has reached its limit of channels. */
  create(bundleId: string, storagePolicy: StoragePolicy): Channel | undefined;
  find(bundleId: string, channelId: string): Channel | undefined;
  remove(channel: Channel): void;
  list(bundleId: string): Channel[];
  /** @param expiresAtMs until when it is stored, if the channel stores at all. */
  publish(channel: Channel, push: AcceptedPush, expiresAtMs: number): void;
  follow(channel: Channel, follower: Follower): Following;
  /** Apple: turning broadcasts off for an app deletes its channels. */
  removeAll(bundleId: string): void;
}

/** Apple: per app and environment. */
export const maxChannels = 10_000;
const storageLimitMs = 8 * 60 * 60 * 1000;

interface ChannelState {
  channel: Channel;
  followers: Map<Follower, { hasMissed: boolean }>;
  stored?: { push: AcceptedPush; expiresAtMs: number } | undefined;
}

export function createChannels(clock: () => number): Channels {
  const states = new Map<string, ChannelState>();
  const ofApp = (bundleId: string) => [...states.values()].filter(({ channel }) => channel.bundleId === bundleId);
  const remove = ({ channelId }: Channel) => {
    states.delete(channelId);
  };
  return {
    create(bundleId, storagePolicy) {
      if (ofApp(bundleId).length >= maxChannels) return undefined;
      const channel: Channel = { channelId: randomBytes(16).toString('base64'), bundleId, storagePolicy };
      states.set(channel.channelId, { channel, followers: new Map() });
      return channel;
    },
    find(bundleId, channelId) {
      const channel = states.get(channelId)?.channel;
      return channel?.bundleId === bundleId ? channel : undefined;
    },
    remove,
    list: (bundleId) => ofApp(bundleId).map(({ channel }) => channel),
    publish(channel, push, expiresAtMs) {
      const state = states.get(channel.channelId);
      if (state === undefined) return;
      const storedUntilMs = Math.min(expiresAtMs, clock() + storageLimitMs);
      if (channel.storagePolicy === 1) state.stored = { push, expiresAtMs: storedUntilMs };
      for (const [follower, following] of state.followers) {
        following.hasMissed = !follower.isReachable();
        if (!following.hasMissed) follower.deliver(push);
      }
    },
    follow(channel, follower) {
      const state = states.get(channel.channelId);
      state?.followers.set(follower, { hasMissed: false });
      return {
        catchUp() {
          const following = state?.followers.get(follower);
          const stored = state?.stored;
          if (following?.hasMissed && stored && stored.expiresAtMs > clock()) follower.deliver(stored.push);
          if (following) following.hasMissed = false;
        },
        end: () => {
          state?.followers.delete(follower);
        },
      };
    },
    removeAll(bundleId) {
      for (const { channel } of ofApp(bundleId)) remove(channel);
    },
  };
}
