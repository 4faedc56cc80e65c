/** Why a phone has not reported a message. */
import type { MessagePushType, PushPriority } from '../../../content/offlinePush.ts';
import type { Device } from '../../../devices/rules/device.ts';
import { verdictOnOutcome } from './notAccepted.ts';
import { verdictOnDevice, verdictOnPermission } from './phone.ts';
import { lastSeenMs, registeredAtMs, type TargetFacts, unknownCause, type Verdict, verdict } from './verdict.ts';

/** How the pushes of a message were sent. Stored with it: its settings are not. */
export interface SentFacts {
  pushType: MessagePushType;
  ttlSeconds: number;
  priority: PushPriority;
  /** The push asks iOS to run the app's notification service extension, or the app itself, which reports it. */
  runsExtension: boolean;
}

export interface SilentMessage extends TargetFacts {
  /** Absent: the message is from an earlier version, or unknown. */
  sent?: SentFacts | undefined;
  /** A newer message has the same collapse ID. */
  isReplaced: boolean;
  /** Epoch milliseconds. */
  recalledAtMs?: number | undefined;
}

/** How long a report may take on a phone that is in use. */
const reportMs = 60_000;

/** @param facts of a target without a receipt. */
export function verdictOnMessage(facts: SilentMessage): Verdict {
  const { target, device, sent, sentAtMs, nowMs } = facts;
  const known = verdictOnOutcome(target) ?? verdictOnDevice(facts);
  if (known !== undefined) return known;
  // What the other service and its phones do is not known here.
  if (target.kind === 'external') return unknownCause;
  if (sent?.pushType === 'voip' || target.kind === 'voip') {
    return verdict('takes_no_receipts', 'certain', { fact: 'a message that rings is not reported by receipts' });
  }
  const permission = sent?.pushType === 'background' ? undefined : verdictOnPermission(facts);
  if (permission !== undefined) return permission;
  if (sent !== undefined && sent.pushType === 'alert' && !sent.runsExtension) {
    return verdict('no_extension', 'certain', {
      fact: 'the push has no mutable-content, so iOS ran no code of the app: only a tap would be reported',
    });
  }
  if (nowMs - sentAtMs < reportMs) {
    return verdict('too_early', 'likely', { fact: 'less than a minute has passed', atMs: sentAtMs });
  }
  if (device === 'gone' || device === 'unread') return unknownCause;
  const seenMs = lastSeenMs(device);
  const withdrawn = verdictOnWithdrawal(facts, seenMs);
  if (withdrawn !== undefined) return withdrawn;
  if (sent?.pushType === 'background') {
    return verdict('not_woken', 'possible', {
      fact: 'iOS decides when a push that only wakes the app does so, and does not start an app that its user has force-quit',
    });
  }
  return seenMs > sentAtMs ? verdictOnReturn(facts, seenMs) : verdictOnAbsence(facts, device, seenMs);
}

/** Something has taken the notification's place, maybe before the phone was reached. */
function verdictOnWithdrawal(
  { isReplaced, recalledAtMs, sentAtMs }: SilentMessage,
  seenMs: number,
): Verdict | undefined {
  if (isReplaced) {
    return verdict(
      'replaced',
      'possible',
      { fact: 'a newer message has the same collapse ID: Apple keeps the newest for a phone that it cannot reach' },
      ...(seenMs <= sentAtMs ? [{ fact: 'the app is not known to have run since', atMs: seenMs }] : []),
    );
  }
  if (recalledAtMs === undefined || (seenMs > sentAtMs && seenMs < recalledAtMs)) return undefined;
  return verdict('recalled', 'possible', { fact: 'its sender recalled it', atMs: recalledAtMs });
}

/** The app has run since: the push had expired by then, or nothing explains the silence. */
function verdictOnReturn({ sent, sentAtMs }: SilentMessage, seenMs: number): Verdict {
  const expiresMs = sent && sentAtMs + sent.ttlSeconds * 1000;
  if (expiresMs === undefined || seenMs < expiresMs) return unknownCause;
  return verdict(
    'expired',
    'possible',
    { fact: 'Apple kept it until then', atMs: expiresMs },
    { fact: 'the app has run after that', atMs: seenMs },
  );
}

/** The app is not known to have run since. */
function verdictOnAbsence({ sent, sentAtMs, nowMs, target }: SilentMessage, device: Device, seenMs: number): Verdict {
  const lastRun = { fact: 'the app is last known to have run then', atMs: seenMs };
  const isKept = sent === undefined || nowMs < sentAtMs + sent.ttlSeconds * 1000;
  if (sent?.priority === 'low' && isKept) {
    return verdict('low_priority', 'possible', { fact: 'priority low does not wake the phone' }, lastRun);
  }
  const tokenMs = registeredAtMs(device, target.kind);
  if (seenMs <= tokenMs) {
    return verdict('not_opened_since_token', 'possible', {
      fact: 'the app is not known to have run since it registered its token',
      atMs: tokenMs,
    });
  }
  return verdict('phone_away', 'possible', lastRun);
}
