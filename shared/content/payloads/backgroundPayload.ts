import type { Message } from '../message.ts';
import { type MessageReference, messageReference } from './alertPayload.ts';

/** Wakes the app for a moment and shows nothing. Apple: "Pushing background updates to your App". */
export interface BackgroundPayload {
  aps: { 'content-available': 1 };
  ringpost: MessageReference;
  ext?: unknown;
}

/** @param receipt the device's receipt ticket for this message. */
export function backgroundPayload(message: Message, receipt?: string): BackgroundPayload {
  const { ext } = message.offlinePush;
  return {
    aps: { 'content-available': 1 },
    ringpost: messageReference(message, receipt),
    ext,
  };
}
