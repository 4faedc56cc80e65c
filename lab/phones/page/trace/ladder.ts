/** The conditions that a push must meet to be seen, in their order, and the one at which it stopped. */
import type { Schemas } from '../../../../client/js/src/index.ts';

type Cause = Schemas['SilentTarget']['cause'];

/** In the order in which Ringpost decides (docs/messages.md, "Who gets a push"), then what stored facts say of the phone. */
export const rungs = [
  'It asks for a push',
  'The sender is not blocked',
  'A device is registered',
  'The app is not open',
  'The conversation is not muted',
  'No quiet hours',
  'A token that works',
  'Ringpost gets it to Apple',
  'Apple accepts',
  'The app can report it',
  'It is still wanted',
  'The app is on the phone',
  'The phone is reachable',
  'Alerts are allowed',
] as const;
type Rung = (typeof rungs)[number];

/** Up to here each condition was checked in turn. Whether one after it held is not known. */
const lastChecked = rungs.indexOf('Apple accepts');

/** The condition that is not met, and the cause in words. Two causes belong to none. */
export const causeWords: Readonly<Record<Cause, { rung?: Rung; words: string }>> = {
  blocked: { rung: 'The sender is not blocked', words: 'The recipient has blocked the sender.' },
  muted: { rung: 'The conversation is not muted', words: 'The recipient has muted the conversation.' },
  quiet_hours: { rung: 'No quiet hours', words: 'It is quiet hours for the recipient.' },
  app_open: { rung: 'The app is not open', words: 'The app is open, and gets it over its own connection.' },
  no_device: { rung: 'A device is registered', words: 'The user has no registered device.' },
  no_token: { rung: 'A token that works', words: 'The device has no token of this kind.' },
  token_quarantined: { rung: 'A token that works', words: 'Apple rejected the token at both hosts.' },
  report_guard: {
    rung: 'Ringpost gets it to Apple',
    words: 'The app did not report earlier calls to CallKit, so an alert rings instead.',
  },
  not_pushed: { rung: 'It asks for a push', words: 'Ringpost made no push for this device.' },
  handed_over: {
    rung: 'Ringpost gets it to Apple',
    words: 'Your function has the push, and has not reported an outcome.',
  },
  on_its_way: { rung: 'Ringpost gets it to Apple', words: 'The push is still on its way to Apple.' },
  failed: { rung: 'Ringpost gets it to Apple', words: 'Ringpost could not get the push to Apple.' },
  rejected: { rung: 'Apple accepts', words: 'Apple rejected the push.' },
  recalled: { rung: 'It is still wanted', words: 'The message was recalled.' },
  replaced: { rung: 'It is still wanted', words: 'A newer push replaced it.' },
  expired: { rung: 'It is still wanted', words: 'It expired before the phone came back.' },
  ended_at_once: { rung: 'It is still wanted', words: 'The call ended before the phone could ring.' },
  app_removed: { rung: 'The app is on the phone', words: 'The app was removed from the phone.' },
  device_gone: { rung: 'The app is on the phone', words: 'The device is not registered for this user any more.' },
  not_opened_since_token: {
    rung: 'The app is on the phone',
    words: 'The app has not been opened since it registered its token.',
  },
  phone_away: { rung: 'The phone is reachable', words: 'The phone gave no sign of life since.' },
  phone_unreachable: { rung: 'The phone is reachable', words: 'The phone could not be reached.' },
  low_priority: { rung: 'The phone is reachable', words: 'iOS may hold back a push of low priority.' },
  not_woken: { rung: 'The phone is reachable', words: 'iOS may not have woken the app for it.' },
  permission_off: { rung: 'Alerts are allowed', words: 'The user does not allow alerts.' },
  no_extension: {
    rung: 'The app can report it',
    words: 'The push does not run the notification service extension, so no report can come.',
  },
  takes_no_receipts: { rung: 'The app can report it', words: 'Pushes of this kind get no report.' },
  app_does_not_report: { rung: 'The app can report it', words: 'This version of the app has reported no call.' },
  too_early: { words: 'It is too early: a report may still come.' },
  unknown: { words: 'Nothing that is stored explains it.' },
};

export type RungState = 'held' | 'stopped' | 'unknown';

/** State of each condition, in the order of `rungs`. */
export function rungStates(cause: Cause): RungState[] {
  const { rung } = causeWords[cause];
  const stop = rung === undefined ? rungs.length : rungs.indexOf(rung);
  return rungs.map((_, index) => {
    if (index === stop) return 'stopped';
    return index < stop && index <= lastChecked ? 'held' : 'unknown';
  });
}
