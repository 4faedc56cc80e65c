import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { type AppState, appStates, type PhoneChange, type PhoneView } from '../../view.ts';
import { AppIcon, BellIcon, PhoneIcon, WifiIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { PhoneNotes } from './PhoneNotes.tsx';
import { PhoneSettings } from './PhoneSettings.tsx';
import { languageMark } from './phoneLanguage.ts';
import { RemovePhone } from './RemovePhone.tsx';

const stateWords: Record<AppState, string> = { foreground: 'Foreground', background: 'Background', killed: 'Killed' };

/** What the lab can do to a phone, beyond taps on its screen. */
export function PhoneControls({ phone, users }: { phone: PhoneView; users: readonly string[] }) {
  const [problem, setProblem] = useState<Problem>();
  const { phoneId, build, environment, state, network, permission, allowsAlerts, reportsCalls } = phone;
  const { locale, timeZone, territory } = phone;

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
          <span class="phone-name">
            <strong>{phone.name}</strong>
            <span class="language" title={[locale, timeZone, territory].filter(Boolean).join(', ')}>
              {languageMark(locale)}
            </span>
          </span>
          <span class={`build ${build}`} title={`Its tokens belong to Apple’s ${environment} host`}>
            <b>{build}</b> → {environment}
          </span>
        </p>
        <PhoneSettings phone={phone} users={users} />
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
          on={permission === 'granted' && allowsAlerts}
          label="Alerts"
          title="Whether the user lets the app show notifications"
          onToggle={(on) => change(on ? { permission: 'granted', allowsAlerts: true } : { permission: 'denied' })}
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
      <PhoneNotes phone={phone} problem={problem} />
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
