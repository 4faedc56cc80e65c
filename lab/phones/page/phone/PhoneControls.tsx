import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { type AppState, appStates, type PhoneChange, type PhoneView } from '../../view.ts';
import { AppIcon, BellIcon, PhoneIcon, WifiIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { PhoneSettings } from './PhoneSettings.tsx';
import { languageMark } from './phoneLanguage.ts';
import { RemovePhone } from './RemovePhone.tsx';

const stateWords: Record<AppState, string> = { foreground: 'Foreground', background: 'Background', killed: 'Killed' };

/** What the lab can do to a phone, beyond taps on its screen. */
export function PhoneControls({ phone }: { phone: PhoneView }) {
  const [problem, setProblem] = useState<Problem>();
  const { phoneId, build, environment, state, network, permission, reportsCalls, locale, timeZone, territory } = phone;

  async function change(wanted: PhoneChange) {
    const answer = await labApi.change(phoneId, wanted);
    setProblem(answer.ok ? undefined : answer.problem);
  }

  return (
    <div class="controls">
      <div class="controls-head">
        <span class="app-badge" title={`The app’s badge: ${phone.badge}`}>
          <AppIcon />
          {phone.badge > 0 && (
            <span class="badge" data-testid="badge" key={phone.badge}>
              {phone.badge}
            </span>
          )}
        </span>
        <p>
          <strong>{phone.name}</strong>
          <span class={`build ${build}`} title={`Its tokens belong to Apple’s ${environment} host`}>
            <b>{build}</b> → {environment}
            <span class="language" title={[locale, timeZone, territory].filter(Boolean).join(', ')}>
              {languageMark(locale)}
            </span>
          </span>
        </p>
        <PhoneSettings phone={phone} />
        <RemovePhone phone={phone} />
      </div>
      <fieldset class="segments" disabled={!phone.installed}>
        <legend class="visually-hidden">The app on {phone.name} is in</legend>
        {appStates.map((appState) => (
          <label key={appState}>
            <input
              type="radio"
              name={`state-${phoneId}`}
              checked={state === appState}
              onChange={() => change({ state: appState })}
            />
            <span>{stateWords[appState]}</span>
          </label>
        ))}
      </fieldset>
      <div class="toggles">
        <Toggle on={network === 'on'} label="Network" onToggle={(on) => change({ network: on ? 'on' : 'off' })}>
          <WifiIcon />
        </Toggle>
        <Toggle
          on={permission === 'granted'}
          label="Alerts"
          title="Whether the user lets the app show notifications"
          onToggle={(on) => change({ permission: on ? 'granted' : 'denied' })}
        >
          <BellIcon />
        </Toggle>
        <Toggle
          on={reportsCalls}
          label="CallKit"
          title="Whether the app reports each VoIP push to CallKit, as iOS requires"
          onToggle={(on) => change({ reportsCalls: on })}
        >
          <PhoneIcon />
        </Toggle>
      </div>
      <Notes phone={phone} problem={problem} />
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  label: string;
  title?: string;
  onToggle(on: boolean): void;
  children: ComponentChildren;
}

function Toggle({ on, label, title, onToggle, children }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      class="toggle"
      aria-checked={on}
      title={`${title ?? label}: ${on ? 'on' : 'off'}`}
      onClick={() => onToggle(!on)}
    >
      {children}
      {label}
    </button>
  );
}

/** What is wrong with this phone, if anything. */
function Notes({ phone, problem }: { phone: PhoneView; problem: Problem | undefined }) {
  const { voip, registration, installed, reportDelayMs, reportsCalls, focus, beforeFirstUnlock, wrongEnvironment } =
    phone;
  const notes = [
    problem && `${problem.detail} ${problem.fix}`,
    !installed && 'The app is uninstalled: Apple answers 410 for its tokens.',
    registration?.problem &&
      `${registration.registered ? 'Not registered again' : 'Not registered'}: ${registration.problem}`,
    focus && 'A Focus is on: alerts come without banner and sound, unless they are time-sensitive.',
    beforeFirstUnlock &&
      'Restarted and not unlocked since: the app cannot read its login. It asks about a call with the ticket of its push.',
    wrongEnvironment && 'The app registers its tokens for the other of Apple’s hosts.',
    voip.blocked &&
      'iOS no longer delivers VoIP pushes to this app: it did not report three calls to CallKit. Turn CallKit on and open the app.',
    reportDelayMs > 0 && `The app takes ${reportDelayMs / 1000} s to report a call; iOS waits 7 s.`,
    !voip.blocked &&
      voip.missedReports > 0 &&
      `iOS has killed the app, because it did not report a call to CallKit (${voip.missedReports} of 3 before iOS stops delivering VoIP pushes). ${reportsCalls ? 'Open the app' : 'Turn CallKit on and open the app'}, and Ringpost rings it through CallKit again.`,
  ].filter((note) => typeof note === 'string');
  return notes.map((note) => (
    <p class="note" role="status" key={note}>
      {note}
    </p>
  ));
}
