/**
 * A Live Activity's start, its updates and its end, as ActivityKit reads them. Source: Apple, "Starting and updating
 * Live Activities with ActivityKit push notifications".
 */
import { payloadBytes } from '../../content/sizeGuard.ts';

export interface ActivityAlert {
  title: string;
  body: string;
  /** Name of a sound file, `default`, or `none`. Absent: `default`. */
  sound?: string | undefined;
}

/** What the lock screen shows from this push on. */
export interface ActivityContent {
  /** The fields of the app's `ContentState`. */
  contentState: object;
  /** Epoch milliseconds: from then on the system shows it as outdated. */
  staleAtMs?: number | undefined;
  /** Which of several Live Activities is in front. */
  relevanceScore?: number | undefined;
}

export interface ActivityUpdate extends ActivityContent {
  event: 'update' | 'end';
  /** Epoch milliseconds: when an ended one leaves the lock screen. In the past: at once. */
  dismissAtMs?: number | undefined;
  /** Lights up the screen, and expands the Dynamic Island. */
  alert?: ActivityAlert | undefined;
}

export interface ActivityStart extends ActivityContent {
  /** Name of the app's `ActivityAttributes` type. */
  attributesType: string;
  /** The fields of that type. */
  attributes: object;
  /** Apple requires it. */
  alert: ActivityAlert;
}

/** How a started one gets its updates: by a token that the phone then sends, or over a broadcast channel. */
export type ActivityInput = 'token' | { channelId: string };

/** Apple: for a broadcast. */
export const maxBroadcastBytes = 5120;
/** Apple: for a push to a device. */
export const maxActivityBytes = 4096;

const epochSeconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** @param atMs epoch milliseconds of the content: iOS shows nothing that is older than what it has. */
export function activityPayload(update: ActivityUpdate, atMs: number): { aps: object } {
  const { event, dismissAtMs, alert } = update;
  return {
    aps: {
      timestamp: epochSeconds(atMs),
      event,
      ...contentFields(update),
      ...(dismissAtMs !== undefined && { 'dismissal-date': epochSeconds(dismissAtMs) }),
      ...(alert !== undefined && { alert: alertFields(alert) }),
    },
  };
}

/** @param atMs as for an update. */
export function activityStartPayload(start: ActivityStart, input: ActivityInput, atMs: number): { aps: object } {
  return {
    aps: {
      timestamp: epochSeconds(atMs),
      event: 'start',
      'attributes-type': start.attributesType,
      attributes: start.attributes,
      ...contentFields(start),
      ...(input === 'token' ? { 'input-push-token': 1 } : { 'input-push-channel': input.channelId }),
      alert: alertFields(start.alert),
    },
  };
}

function contentFields({ contentState, staleAtMs, relevanceScore }: ActivityContent) {
  return {
    'content-state': contentState,
    ...(staleAtMs !== undefined && { 'stale-date': epochSeconds(staleAtMs) }),
    ...(relevanceScore !== undefined && { 'relevance-score': relevanceScore }),
  };
}

const alertFields = ({ title, body, sound = 'default' }: ActivityAlert) => ({
  title,
  body,
  ...(sound !== 'none' && { sound }),
});

/** @returns its size in bytes, if that is more than a broadcast may have. */
export function excessBytes(update: ActivityUpdate, atMs: number): number | undefined {
  const bytes = payloadBytes(activityPayload(update, atMs));
  return bytes > maxBroadcastBytes ? bytes : undefined;
}
