import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneView } from '../../view.ts';

type Notes = readonly (string | false | undefined)[];

/** What is wrong with this phone, if anything, and what its settings keep from its user. */
export function PhoneNotes({ phone, problem }: { phone: PhoneView; problem: Problem | undefined }) {
  const problems = [problem && `${problem.detail} ${problem.fix}`, ...appProblems(phone), ...lostPushes(phone)];
  return (
    <div class="notes" role="status" aria-atomic="false">
      {problems.filter(isNote).map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      {quietSettings(phone)
        .filter(isNote)
        .map((note) => (
          <p class="note setting" key={note}>
            {note}
          </p>
        ))}
    </div>
  );
}

const isNote = (note: Notes[number]): note is string => typeof note === 'string' && note !== '';

function appProblems(phone: PhoneView): Notes {
  const {
    voip,
    registration,
    installed,
    clockErrorMs,
    reportDelayMs,
    reportsCalls,
    beforeFirstUnlock,
    wrongEnvironment,
  } = phone;
  if (!installed) return ['The app is uninstalled: Apple answers 410 for its tokens.'];
  return [
    registration?.problem &&
      `${registration.registered ? 'Not registered again' : 'Not registered'}: ${registration.problem}`,
    beforeFirstUnlock &&
      'Restarted and not unlocked since: the app cannot read its login. It asks about a call with the ticket of its push.',
    wrongEnvironment && 'The app registers its tokens for the other of Apple’s hosts.',
    clockErrorMs !== 0 &&
      `Its date and time are ${minutes(clockErrorMs)}. It reports ages, and counts the ring time itself, so calls ring as on other phones.`,
    voip.blocked &&
      'iOS no longer delivers VoIP pushes to this app: it did not report three calls to CallKit. Turn CallKit on and open the app.',
    phone.callProblem && `The call did not begin: ${phone.callProblem}`,
    reportDelayMs > 0 && `The app takes ${reportDelayMs / 1000} s to report a call; iOS waits 7 s.`,
    !voip.blocked &&
      voip.missedReports > 0 &&
      `iOS has killed the app, because it did not report a call to CallKit (${voip.missedReports} of 3 before iOS stops delivering VoIP pushes). ${reportsCalls ? 'Open the app' : 'Turn CallKit on and open the app'}, and Ringpost rings it through CallKit again.`,
  ];
}

const minutes = (errorMs: number): string =>
  `${Math.abs(errorMs) / 60_000} minutes ${errorMs > 0 ? 'ahead' : 'behind'}`;

/** What became of pushes that only wake the app, and of a reply. */
function lostPushes({ lostPushes: { forceQuit, replaced }, isHoldingPush, replyProblem }: PhoneView): Notes {
  return [
    forceQuit > 0 &&
      `Not delivered: ${pushes(forceQuit)}, because the app was force-quit. iOS wakes it again once it is opened, or the phone restarted.`,
    isHoldingPush && 'iOS holds a background push. The app gets it when it is opened.',
    replaced > 0 && `Not delivered: ${pushes(replaced)}, because iOS holds only the newest.`,
    replyProblem && `The reply was not sent: ${replyProblem}`,
  ];
}

const pushes = (count: number): string => (count === 1 ? '1 background push' : `${count} background pushes`);

/** Settings because of which a notification is not shown, or comes quietly. */
function quietSettings({ permission, allowsAlerts, focus, summary }: PhoneView): Notes {
  const isAllowed = permission === 'granted' || permission === 'provisional';
  return [
    permission === 'provisional' && 'Provisional: notifications come quietly, and only to Notification Centre.',
    permission === 'notDetermined' && 'The app has not asked to show notifications, so iOS shows none.',
    permission === 'denied' && 'The user has denied notifications, so iOS shows none.',
    isAllowed &&
      !allowsAlerts &&
      'Alerts are off: iOS shows none, and runs no extension. Sounds and badges still come.',
    focus && 'A Focus is on: alerts go quietly to Notification Centre, unless they are time-sensitive.',
    summary && 'Notifications wait for the scheduled summary, unless they are time-sensitive or a person’s message.',
  ];
}
