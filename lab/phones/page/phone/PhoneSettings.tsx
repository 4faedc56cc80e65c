import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneChange, PhoneView } from '../../view.ts';
import { SettingsIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { Select } from '../Select.tsx';
import { Switch } from '../Switch.tsx';
import { NotificationSettings } from './NotificationSettings.tsx';

/** One for each hour or so, among them both sides of the date line. */
const timeZones = [
  'Pacific/Auckland',
  'Asia/Tokyo',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'Pacific/Honolulu',
];

const territories = [
  ['CN', 'China: CallKit must not ring'],
  ['DE', 'Germany'],
  ['GB', 'United Kingdom'],
  ['US', 'United States'],
] as const;

/** In milliseconds. */
const clockErrors = [
  ['0', 'Right'],
  ['-600000', '10 minutes behind'],
  ['600000', '10 minutes ahead'],
] as const;

/** In milliseconds. */
const reportDelays = [
  ['0', 'At once'],
  ['2000', 'After 2 s'],
  ['8000', 'After 8 s: iOS waits 7'],
] as const;

interface PhoneSettingsProps {
  phone: PhoneView;
  /** Everybody on the page. */
  users: readonly string[];
}

/** What a user can change in iOS's settings, and what can go wrong with a phone. */
export function PhoneSettings({ phone, users }: PhoneSettingsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const {
    phoneId,
    name,
    timeZone,
    territory,
    clockErrorMs,
    reportDelayMs,
    holdsBackgroundPushes,
    wrongEnvironment,
    installed,
  } = phone;

  async function change(wanted: PhoneChange) {
    const answer = await labApi.change(phoneId, wanted);
    setProblem(answer.ok ? undefined : answer.problem);
  }

  return (
    <>
      <button
        type="button"
        class="icon-button small"
        aria-label={`Settings of ${name}`}
        title="Notifications, Focus, time zone, restart, uninstall"
        onClick={() => dialog.current?.showModal()}
      >
        <SettingsIcon />
      </button>
      <dialog ref={dialog} class="dialog" aria-label={`Settings of ${name}`}>
        <form method="dialog">
          <h2>Settings of {name}</h2>
          <NotificationSettings phone={phone} users={users} onChange={change} />
          <Switch
            isOn={holdsBackgroundPushes}
            name="Hold background pushes"
            what="iOS delays pushes that only wake the app, and keeps the newest until the app is opened"
            onChange={(on) => change({ holdsBackgroundPushes: on })}
          />
          <Switch
            isOn={wrongEnvironment}
            name="Wrong environment"
            what="The app registers its tokens for the other of Apple’s hosts"
            onChange={(on) => change({ wrongEnvironment: on })}
          />
          <Select
            name="Time zone"
            value={timeZone}
            options={[...new Set([timeZone, ...timeZones])].map((zone) => [zone, zone.replaceAll('_', ' ')])}
            onChange={(zone) => change({ timeZone: zone })}
          />
          <Select
            name="Date and time"
            value={String(clockErrorMs)}
            options={clockErrors}
            onChange={(errorMs) => change({ clockErrorMs: Number(errorMs) })}
          />
          <Select
            name="Territory"
            value={territory ?? ''}
            options={territory === undefined ? [['', 'Not reported'], ...territories] : territories}
            onChange={(code) => change({ territory: code })}
          />
          <Select
            name="The app reports a call to CallKit"
            value={String(reportDelayMs)}
            options={reportDelays}
            onChange={(delayMs) => change({ reportDelayMs: Number(delayMs) })}
          />
          {problem && (
            <p class="note" role="alert">
              {problem.detail} {problem.fix}
            </p>
          )}
          <div class="dialog-buttons">
            <button
              type="button"
              class="quiet-button"
              title="Until it is unlocked, the app has no login"
              onClick={() => change({ restarted: true })}
            >
              Restart
            </button>
            <button
              type="button"
              class="quiet-button"
              disabled={!installed}
              onClick={() => change({ uninstalled: true })}
            >
              Uninstall the app
            </button>
            <button type="submit" class="primary-button">
              Done
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
