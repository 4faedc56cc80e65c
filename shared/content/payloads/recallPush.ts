/** The push that recalls a message: it removes what a phone shows, or replaces it. */
import { apnsIdOf } from '../../apns/rules/apnsId.ts';
import { type ApnsHeaders, apnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { Device } from '../../devices/rules/device.ts';
import { wordsFor } from '../languages/languages.ts';

/**
 * `withdraw`: the app is woken and removes the notification. `replace`: a text about the recall replaces the
 * notification's text, which needs no app.
 */
export type RecallMode = 'withdraw' | 'replace';
export const recallModes = ['withdraw', 'replace'] as const satisfies RecallMode[];

/** What a recall needs from its message. Plain JSON, so that it can wait in a queue. */
export interface RecallNotice {
  messageId: string;
  /** The message's sender. Absent in tasks that version 0.3.0 has queued. */
  from?: string | undefined;
  /** Conversation as the recipients know it. */
  conversationId: string;
  /**
   * Collapse ID of the recalled notification, as Apple sees it. Absent: another message's notification has it by now.
   */
  collapseId?: string | undefined;
  mode: RecallMode;
  /** Epoch milliseconds: when the message was recalled. */
  recalledAtMs: number;
}

/** What the app finds at `ringpost` of the payload. */
export interface RecallReference {
  messageId: string;
  conversationId: string;
  recalled: true;
}

export type RecallPayload =
  | { aps: { 'content-available': 1 }; ringpost: RecallReference }
  | {
      aps: { alert: { body: string }; 'thread-id': string; 'interruption-level': 'passive' };
      ringpost: RecallReference;
    };

/**
 * The collapse ID is the notification's own: APNs forgets an alert that has not reached the phone, and a replacing text
 * replaces it.
 * @param locale the reader's, as `readerLocale` finds it.
 */
export function recallPush(
  notice: RecallNotice,
  device: Pick<Device, 'userId' | 'deviceId' | 'appId'>,
  locale: string,
): { headers: ApnsHeaders; payload: RecallPayload } {
  const { messageId, conversationId, collapseId, mode, recalledAtMs } = notice;
  const ringpost: RecallReference = { messageId, conversationId, recalled: true };
  const { userId, deviceId, appId } = device;
  const apnsId = apnsIdOf({ messageId, userId, deviceId, kind: `recall ${mode}` });
  const pushType = mode === 'withdraw' ? 'background' : 'alert';
  return {
    headers: apnsHeaders(appId, pushType, apnsId, recalledAtMs, {
      collapseId,
      // APNs stores one push for an app on a phone that is off. If that is another message, it stays.
      ...(collapseId === undefined && { ttlSeconds: 0 }),
    }),
    payload:
      mode === 'withdraw'
        ? { aps: { 'content-available': 1 }, ringpost }
        : {
            aps: {
              alert: { body: wordsFor(locale).messageRecalled },
              'thread-id': conversationId,
              'interruption-level': 'passive',
            },
            ringpost,
          },
  };
}
