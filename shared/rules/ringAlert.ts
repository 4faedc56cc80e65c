/** A ring where calls may not ring: a time-sensitive alert in place of a VoIP push (S1-01). */
import { wordsFor } from './languages/languages.ts';
import { pushTypeRules } from './pushTypes.ts';
import { type Fitted, fitTexts } from './sizeGuard.ts';
import type { VoipPayload } from './voipPayload.ts';

/** The app finds at `ringpost` what a VoIP push would have brought, and joins the call when the alert is tapped. */
export interface RingAlertPayload {
  aps: { alert: { title: string; body: string }; sound: 'default'; 'interruption-level': 'time-sensitive' };
  ringpost: Omit<VoipPayload, 'ringpost' | 'ext'>;
  ext?: unknown;
}

/**
 * @param ring what the VoIP push would have carried.
 * @param locale the reader's, as `readerLocale` finds it.
 * @returns undefined when it is too large for an alert, which has less room than a VoIP push.
 */
export function ringAlertPayload(
  { ringpost: _version, ext, ...call }: VoipPayload,
  locale: string,
): Fitted<RingAlertPayload> | undefined {
  const words = wordsFor(locale);
  const body = call.hasVideo ? words.incomingVideoCall : words.incomingCall;
  return fitTexts([call.callerName], pushTypeRules.alert.maxPayloadBytes, ([title = '']) => ({
    aps: { alert: { title, body }, sound: 'default', 'interruption-level': 'time-sensitive' },
    ringpost: { ...call, callerName: title },
    ...(ext !== undefined && { ext }),
  }));
}
