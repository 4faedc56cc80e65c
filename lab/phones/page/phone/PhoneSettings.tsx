import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneChange, PhoneView } from '../../view.ts';
import { SettingsIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
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

const territories: Readonly<Record<string, string>> = {
  CN: 'China: CallKit must not ring',
  DE: 'Germany',
  GB: 'United Kingdom',
  US: 'United States',
};

const clockErrors: readonly (readonly [number, string])[] = [
  [0, 'Right'],
  [-600_000, '10 minutes behind'],
  [600_000, '10 minutes ahead: each call ends at once'],
];

const reportDelays: readonly (readonly [number, string])[] = [
  [0, 'At once'],
  [2000, 'After 2 s'],
  [8000, 'After 8 s: iOS waits 7'],
];

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
          <label class="field">
            Time zone
            <select value={timeZone} onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}>
              {[...new Set([timeZone, ...timeZones])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            Date and time
            <select
              value={clockErrorMs}
              onChange={({ currentTarget }) => change({ clockErrorMs: Number(currentTarget.value) })}
            >
              {clockErrors.map(([errorMs, words]) => (
                <option key={errorMs} value={errorMs}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            Territory
            <select
              value={territory ?? ''}
              onChange={({ currentTarget }) => change({ territory: currentTarget.value })}
            >
              {territory === undefined && <option value="">Not reported</option>}
              {Object.entries(territories).map(([code, words]) => (
                <option key={code} value={code}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            The app reports a call to CallKit
            <select
              value={reportDelayMs}
              onChange={({ currentTarget }) => change({ reportDelayMs: Number(currentTarget.value) })}
            >
              {reportDelays.map(([delayMs, words]) => (
                <option key={delayMs} value={delayMs}>
                  {words}
                </option>
              ))}
            </select>
          </label>
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
