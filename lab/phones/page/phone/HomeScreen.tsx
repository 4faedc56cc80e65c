import type { ComponentChildren } from 'preact';
import type { PhoneView } from '../../view.ts';
import { AppIcon, CameraIcon, PhoneIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { callWords } from './callLanguage.ts';
import { phoneDay, phoneWords } from './phoneLanguage.ts';

interface HomeScreenProps {
  phone: PhoneView;
  now: number;
  /** The user opens the Phone app. */
  onPhone(): void;
}

/** The home screen: the app among others, with its badge. The others are scenery. */
export function HomeScreen({ phone, now, onPhone }: HomeScreenProps) {
  const [weekday, day] = phoneDay(now, phone);
  const words = phoneWords(phone.locale);
  return (
    <section class="home-screen" aria-label={`Home screen of ${phone.name}`}>
      <div class="home-grid">
        <Scenery label={words.calendar} look="calendar">
          <b>{weekday}</b>
          {day}
        </Scenery>
        <Scenery label={words.weather} look="weather">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="9" cy="10" r="4.5" fill="#ffd54a" />
            <path d="M8 18.5a3.5 3.5 0 0 1 .5-7 5 5 0 0 1 9.3 1.5 2.8 2.8 0 0 1-.3 5.5Z" fill="#fff" />
          </svg>
        </Scenery>
        <Scenery label={words.maps} look="maps">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 5a5 5 0 0 0-5 5c0 3.5 5 9 5 9s5-5.5 5-9a5 5 0 0 0-5-5Z" fill="#e8453c" />
            <circle cx="12" cy="10" r="1.8" fill="#fff" />
          </svg>
        </Scenery>
        <Scenery label={words.photos} look="photos">
          <i />
        </Scenery>
        <Scenery label={words.notes} look="notepad" />
        <Scenery label={words.stocks} look="stocks">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m3 15 4-4 3 3 5-7 6 5" fill="none" stroke="#5ee07f" stroke-width="1.8" />
          </svg>
        </Scenery>
        {phone.installed && <RingpostIcon phone={phone} />}
      </div>
      <div class="dock">
        <PhoneApp phone={phone} onOpen={onPhone} />
        <span class="tile globe" aria-hidden="true" />
        <span class="tile camera-tile" aria-hidden="true">
          <CameraIcon />
        </span>
        <span class="tile music" aria-hidden="true" />
      </div>
    </section>
  );
}

function PhoneApp({ phone: { name, missedCalls, locale }, onOpen }: { phone: PhoneView; onOpen(): void }) {
  const words = callWords(locale);
  const missed = missedCalls > 0 ? `, ${words.missedCalls(missedCalls)}` : '';
  return (
    <button
      type="button"
      class="home-app"
      data-testid="phone-app"
      aria-label={`${name}: ${words.recents}${missed}`}
      title={words.recents}
      onClick={onOpen}
    >
      <span class="tile phone-tile">
        <PhoneIcon />
      </span>
      {missedCalls > 0 && <span class="badge">{missedCalls}</span>}
    </button>
  );
}

function RingpostIcon({ phone: { phoneId, badge } }: { phone: PhoneView }) {
  return (
    <button type="button" class="home-app" onClick={() => labApi.act(phoneId, 'open')}>
      <AppIcon />
      <span class="home-label">Ringpost</span>
      {badge > 0 && <span class="badge">{badge}</span>}
    </button>
  );
}

interface SceneryProps {
  label: string;
  look: string;
  children?: ComponentChildren;
}

function Scenery({ label, look, children }: SceneryProps) {
  return (
    <span class="home-app" aria-hidden="true">
      <span class={`tile ${look}`}>{children}</span>
      <span class="home-label">{label}</span>
    </span>
  );
}
