/** What is stored of the Live Activity of a call in a group. */
import type { ApnsEnvironment } from '../../devices/rules/device.ts';

/** A broadcast channel of a call. Apple's channels belong to one app in one environment. */
export interface CallChannel {
  appId: string;
  environment: ApnsEnvironment;
  /** Apple's ID, in base64. */
  channelId: string;
}

/** What phones show. */
export interface ShownContent {
  /** Version of the call. */
  version: number;
  /** The `ContentState`, as JSON. */
  content: string;
  /** Epoch seconds, as phones compare them: it grows with each publication. */
  timestamp: number;
  /** Every channel has it. False while it is being published, and if that has failed. */
  isPublished: boolean;
  /** Epoch milliseconds: until then its publisher is at work, and nobody else publishes the same. */
  leaseUntilMs: number;
}

export interface CallActivity extends ShownContent {
  channels: readonly CallChannel[];
}

export function channelFor(
  { channels }: Pick<CallActivity, 'channels'>,
  { appId, environment }: Omit<CallChannel, 'channelId'>,
): CallChannel | undefined {
  return channels.find((channel) => channel.appId === appId && channel.environment === environment);
}

/** Longer than one publication takes. */
export const publishingMs = 10_000;

/** Whether the content is to be published: phones do not have it, and nobody is about to publish it. */
export function isToPublish(shown: ShownContent, content: string, nowMs: number): boolean {
  if (shown.content !== content) return true;
  return !shown.isPublished && nowMs >= shown.leaseUntilMs;
}

/** A timestamp that phones take for newer than the last one, also within the same second. */
export function nextTimestamp({ timestamp }: Pick<ShownContent, 'timestamp'>, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), timestamp + 1);
}
