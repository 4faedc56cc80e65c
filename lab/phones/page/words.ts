/** What the page says in plain words. */
import type { CallView, PhoneView } from '../view.ts';
import { displayName } from './people.ts';
import type { Target } from './ringpostApi.ts';

/** How a call ended, on this phone. */
export function endWords({ state, endedReason }: Pick<CallView, 'state' | 'endedReason'>): string {
  switch (endedReason) {
    case 1:
      return 'Call failed';
    case 2:
      return state === 'cancelled' ? 'Call cancelled' : 'Caller hung up';
    case 3:
      return 'Missed call';
    case 4:
      return 'Answered on another device';
    case 5:
      return 'Declined on another device';
    default:
      return state === 'declined' ? 'Call declined' : 'Call ended';
  }
}

/** The small print under it: what the app told iOS. */
export function endedReasonWords(endedReason: CallView['endedReason']): string {
  const names = { 1: 'failed', 2: 'remoteEnded', 3: 'unanswered', 4: 'answeredElsewhere', 5: 'declinedElsewhere' };
  return endedReason === undefined ? 'Ended here by the user' : `CallKit reason ${endedReason}, ${names[endedReason]}`;
}

/** A handle as iOS shows it: numbers with their `+`. */
export function handleWords({ type, value }: CallView['handle']): string {
  return type === 'phoneNumber' && /^\d+$/.test(value) ? `+${value}` : value;
}

export function callKind(hasVideo: boolean): string {
  return hasVideo ? 'Ringpost Video' : 'Ringpost Audio';
}

const skipWords: Record<string, string> = {
  online: 'the app is open',
  online_only: 'only for users who are online',
  no_device: 'no phone is registered',
  no_token: 'no token of this kind',
  quarantined: 'both hosts refused its token',
  report_guard: 'its app did not report two calls',
  territory: 'calls may not ring there',
  blocked: 'the caller is blocked',
  do_not_disturb: 'do not disturb',
  muted: 'the conversation is muted',
  sender: 'the sender’s own phone',
};

const outcomeWords: Record<Target['outcome'], string> = {
  accepted: 'accepted by Apple',
  skipped: 'skipped',
  rejected: 'refused by Apple',
  failed: 'failed',
  retrying: 'on its way again',
};

export interface OutcomeLine {
  who: string;
  what: string;
  /** The same where there is little room. */
  brief: string;
  outcome: Target['outcome'];
}

/** A user is online on one phone, and then none of the user's phones is pushed to. */
function reasonWords(reason: string, phone: PhoneView | undefined): string | undefined {
  const isElsewhere = reason === 'online' && phone !== undefined && phone.state !== 'foreground';
  return isElsewhere ? 'the app is open on another phone' : skipWords[reason];
}

/** One target's outcome as one line: `Bob's iPhone`, `accepted by Apple, production`. */
export function outcomeLine(target: Target, phones: readonly PhoneView[]): OutcomeLine {
  const { outcome, reason, environment } = target;
  const phone = phones.find(({ deviceId }) => deviceId === target.deviceId);
  const details = outcome === 'accepted' ? [environment] : [reason, reason && reasonWords(reason, phone)];
  return {
    who: phone?.name ?? displayName(target.userId),
    what: [outcomeWords[outcome], ...details].filter(Boolean).join(' · '),
    brief: [outcome, outcome === 'accepted' ? target.kind === 'alert' && 'by an alert' : reason]
      .filter(Boolean)
      .join(' · '),
    outcome,
  };
}
