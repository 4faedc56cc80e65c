/** The alert for a callee who missed a call. It replaces the call's ring alert on the screen. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { wordsFor } from '../../content/languages/languages.ts';
import type { CallHandle } from '../../content/offlinePush.ts';
import { type Fitted, fitTexts } from '../../content/sizeGuard.ts';
import { type Call, participantOf } from './call.ts';

/** The app finds at `ringpost` what it needs to show the call, and to call back. */
export interface MissedCallPayload {
  aps: {
    alert: { title: string; body: string };
    sound?: 'default' | undefined;
    'thread-id': string;
    'interruption-level': 'active' | 'passive';
  };
  ringpost: {
    callId: string;
    conversationId: string;
    missedCall: true;
    from: string;
    callerName: string;
    handle: CallHandle;
    hasVideo: boolean;
  };
}

export interface MissedCall {
  callId: string;
  from: string;
  /** The caller's name as the callee knows it. */
  conversationId: string;
  callerName: string;
  handle: CallHandle;
  hasVideo: boolean;
}

/** Whether a callee's phones rang until the ringing ended by itself: not answered, not declined, not busy. */
export function hasMissed(call: Call, userId: string): boolean {
  const state = participantOf(call, userId)?.state;
  return state === 'cancelled' || state === 'timedOut';
}

/**
 * `plain`: shown with a sound. `soundless`: the callee has silenced the conversation. `replacing`: only replaces the
 * ring alert, because nothing else may be shown to the callee now.
 */
export type MissedCallManner = 'plain' | 'soundless' | 'replacing';

/**
 * @param locale the reader's, BCP 47.
 * @returns undefined if it does not fit even with a shortened name.
 */
export function missedCallPayload(
  { callId, from, conversationId, callerName, handle, hasVideo }: MissedCall,
  locale: string,
  manner: MissedCallManner,
): Fitted<MissedCallPayload> | undefined {
  const words = wordsFor(locale);
  const body = hasVideo ? words.missedVideoCall : words.missedCall;
  return fitTexts([callerName], pushTypeRules.alert.maxPayloadBytes, ([title = '']) => ({
    aps: {
      alert: { title, body },
      ...(manner === 'plain' && { sound: 'default' as const }),
      'thread-id': conversationId,
      'interruption-level': manner === 'plain' ? 'active' : 'passive',
    },
    ringpost: { callId, conversationId, missedCall: true, from, callerName: title, handle, hasVideo },
  }));
}
