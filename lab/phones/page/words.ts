/** The page's texts in plain words. */
import type { CallView, PhoneView } from '../view.ts';
import { displayName } from './people.ts';
import type { Target } from './ringpostApi.ts';

/** The small print under it: what the app reported to iOS. */
export function endedReasonWords(endedReason: CallView['endedReason']): string {
  const names = { 1: 'failed', 2: 'remoteEnded', 3: 'unanswered', 4: 'answeredElsewhere', 5: 'declinedElsewhere' };
  return endedReason === undefined ? 'Ended here by the user' : `CallKit reason ${endedReason}, ${names[endedReason]}`;
}

/** A handle as iOS shows it: numbers with their `+`. */
export function handleWords({ type, value }: CallView['handle']): string {
  return type === 'phoneNumber' && /^\d+$/.test(value) ? `+${value}` : value;
}

/** Why nothing was pushed. A reason that is not listed here is shown as its code. */
const skipWords: Record<string, string> = {
  online: 'the app is open',
  online_elsewhere: 'the user is online on another phone',
  online_only: 'only for users who are online',
  no_device: 'no phone is registered',
  no_token: 'no token of this kind',
  quarantined: 'both hosts rejected its token',
  report_guard: 'its app did not report earlier calls to CallKit',
  territory: 'CallKit must not ring in its territory',
  blocked: 'the sender is blocked',
  do_not_disturb: 'do not disturb is on',
  muted: 'the conversation is muted',
  sender: 'the sender’s own phone',
  recalled: 'the message was recalled',
  push_disabled: 'the message turns pushes off',
  no_desc: 'the message has nothing to show',
};

const outcomeWords: Record<Target['outcome'], string> = {
  accepted: 'accepted by Apple',
  skipped: 'skipped',
  rejected: 'rejected by Apple',
  failed: 'failed',
  retrying: 'retrying',
  handedOver: 'handed to your function',
  not_pushed: 'not pushed',
};

export interface OutcomeLine {
  who: string;
  what: string;
  /** The same in short form. */
  brief: string;
  /** In the API's words. */
  code: string;
  outcome: Target['outcome'];
}

/** If a user is online on one phone, none of the user's phones gets a push. */
export function reasonWords(reason: string, phone: PhoneView | undefined): string {
  const isElsewhere = reason === 'online' && phone !== undefined && phone.state !== 'foreground';
  return isElsewhere ? 'the app is open on another phone' : (skipWords[reason] ?? reason);
}

/** One target's outcome as one line: `Bob’s iPhone`, `accepted by Apple: production`. */
export function outcomeLine(target: Target, phones: readonly PhoneView[]): OutcomeLine {
  const { outcome, reason, environment, kind } = target;
  const phone = phones.find(({ deviceId }) => deviceId === target.deviceId);
  const why = reason && reasonWords(reason, phone);
  const accepted = kind === 'alert' ? 'accepted as an alert' : 'accepted';
  return {
    who: phone?.name ?? displayName(target.userId),
    what: [outcomeWords[outcome], outcome === 'accepted' ? environment : why].filter(Boolean).join(': '),
    brief: outcome === 'accepted' ? accepted : [outcomeWords[outcome], why].filter(Boolean).join(': '),
    code: [outcome, reason].filter(Boolean).join(' · '),
    outcome,
  };
}
