/** Why a phone has not reported a call. */
import { verdictOnOutcome } from './notAccepted.ts';
import { verdictOnDevice, verdictOnPermission } from './phone.ts';
import { lastSeenMs, type TargetFacts, unknownCause, type Verdict, verdict } from './verdict.ts';

export interface SilentRing extends TargetFacts {
  /** Epoch milliseconds: when the ringing ended. Absent: it rings. */
  endedAtMs?: number | undefined;
}

/** How long a phone may take to report a ring. */
const reportMs = 5000;
/** A ring that ends sooner may be over before a phone has asked about it. */
const shortRingMs = 2000;

/** @param facts of a phone without a report. */
export function verdictOnRing(facts: SilentRing): Verdict {
  const { target, device, sentAtMs, endedAtMs, nowMs } = facts;
  const known = verdictOnOutcome(target) ?? verdictOnDevice(facts);
  if (known !== undefined) return known;
  // What the other service and its phones do is not known here.
  if (target.kind === 'external') return unknownCause;
  if (target.kind === 'alert') {
    return (
      verdictOnPermission(facts) ??
      verdict('takes_no_receipts', 'certain', { fact: 'phones do not report a ring by an alert' })
    );
  }
  if (nowMs - sentAtMs < reportMs) {
    return verdict('too_early', 'likely', { fact: 'it has rung for less than five seconds', atMs: sentAtMs });
  }
  if (endedAtMs !== undefined && endedAtMs - sentAtMs < shortRingMs) {
    return verdict('ended_at_once', 'possible', { fact: 'it stopped within two seconds', atMs: endedAtMs });
  }
  if (device === 'gone' || device === 'unread') return unknownCause;
  const { appVersion = '', reports } = device;
  if (reports?.reportingVersion === undefined) {
    return verdict('app_does_not_report', 'possible', { fact: 'the app has never reported a call on this device' });
  }
  if (reports.reportingVersion !== appVersion) {
    return verdict('app_does_not_report', 'possible', {
      fact: `version ${appVersion || 'unknown'} of the app has reported no call yet, version ${reports.reportingVersion || 'unknown'} has`,
    });
  }
  const seenMs = lastSeenMs(device);
  if (seenMs > sentAtMs && seenMs < (endedAtMs ?? nowMs)) return unknownCause;
  const tried = { fact: 'this version of the app reports calls, and Apple tries a ring once', atMs: sentAtMs };
  // Until the app is seen again, its user may have removed it.
  if (seenMs <= sentAtMs) return verdict('phone_unreachable', 'possible', tried);
  return verdict('phone_unreachable', 'likely', tried, { fact: 'the app has run later', atMs: seenMs });
}
