/**
 * An update of a Live Activity, or its end, as ActivityKit reads it. Source: Apple, "Starting and updating Live
 * Activities with ActivityKit push notifications".
 */
import { payloadBytes } from '../../content/sizeGuard.ts';

export interface ActivityUpdate {
  event: 'update' | 'end';
  /** The fields of the app's `ContentState`. */
  contentState: object;
  /** Epoch milliseconds: from then on the system shows it as outdated. */
  staleAtMs?: number | undefined;
  /** Epoch milliseconds: when an ended one leaves the lock screen. In the past: at once. */
  dismissAtMs?: number | undefined;
  /** Lights up the screen, and expands the Dynamic Island. */
  alert?: { title: string; body: string; sound?: string | undefined } | undefined;
  /** Which of several Live Activities is in front. */
  relevanceScore?: number | undefined;
}

/** Apple: for a broadcast. */
export const maxBroadcastBytes = 5120;

const epochSeconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** @param nowMs epoch milliseconds: iOS shows nothing that is older than what it has. */
export function activityPayload(update: ActivityUpdate, nowMs: number): { aps: object } {
  const { event, contentState, staleAtMs, dismissAtMs, alert, relevanceScore } = update;
  return {
    aps: {
      timestamp: epochSeconds(nowMs),
      event,
      'content-state': contentState,
      ...(staleAtMs !== undefined && { 'stale-date': epochSeconds(staleAtMs) }),
      ...(dismissAtMs !== undefined && { 'dismissal-date': epochSeconds(dismissAtMs) }),
      ...(relevanceScore !== undefined && { 'relevance-score': relevanceScore }),
      ...(alert !== undefined && { alert: { title: alert.title, body: alert.body, sound: alert.sound ?? 'default' } }),
    },
  };
}

/** @returns its size in bytes, if that is more than a broadcast may have. */
export function excessBytes(update: ActivityUpdate, nowMs: number): number | undefined {
  const bytes = payloadBytes(activityPayload(update, nowMs));
  return bytes > maxBroadcastBytes ? bytes : undefined;
}
