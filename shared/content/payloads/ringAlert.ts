/** A ring where calls may not ring: a time-sensitive alert instead of a VoIP push. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { wordsFor } from '../languages/languages.ts';
import { type Fitted, fitTexts } from '../sizeGuard.ts';
import type { PushNote } from './pushNote.ts';
import type { VoipPayload } from './voipPayload.ts';

/** The app finds at `ringpost` what a VoIP push would have brought, and joins the call when the alert is tapped. */
export interface RingAlertPayload {
  aps: { alert: { title: string; body: string }; sound: 'default'; 'interruption-level': 'time-sensitive' };
  /** `extOmitted`: there was no room for `ext`, for which an alert has less than a VoIP push. */
  ringpost: Omit<VoipPayload, 'ringpost' | 'ext'> & { extOmitted?: true | undefined };
  ext?: unknown;
}

/**
 * @param ring the content of the VoIP push.
 * @param locale the reader's, as `readerLocale` finds it.
 * @returns undefined if it is too large for an alert even without its `ext`: that is left out if it has no room,
 *   because a phone that rings is worth more. Every call that the API accepts fits.
 */
export function ringAlertPayload(ring: VoipPayload, locale: string): Fitted<RingAlertPayload> | undefined {
  const whole = fittingAlert(ring, locale);
  if (whole !== undefined || ring.ext === undefined) return whole;
  const { ext: _dispensable, ...others } = ring;
  const plain = fittingAlert(others, locale, { extOmitted: true });
  return plain && { ...plain, truncated: true };
}

function fittingAlert(
  { ringpost: _version, ext, ...call }: VoipPayload,
  locale: string,
  mark: { extOmitted?: true | undefined } = {},
): Fitted<RingAlertPayload> | undefined {
  const words = wordsFor(locale);
  const body = call.hasVideo ? words.incomingVideoCall : words.incomingCall;
  return fitTexts([call.callerName], pushTypeRules.alert.maxPayloadBytes, ([title = '']) => ({
    aps: { alert: { title, body }, sound: 'default', 'interruption-level': 'time-sensitive' },
    ringpost: { ...call, callerName: title, ...mark },
    ext,
  }));
}

/** What the sender should know about an alert instead of a ring. */
export function notesOf(payload: object): PushNote[] {
  const { extOmitted } = (payload as Partial<RingAlertPayload>).ringpost ?? {};
  return extOmitted ? ['ext_omitted'] : [];
}
