import { useEffect, useState } from 'preact/hooks';
import { AppIcon, PhonesIcon, PlotIcon, SoundOffIcon, SoundOnIcon } from './icons.tsx';
import type { LabState } from './labState.ts';
import { ringpostApi } from './ringpostApi.ts';

interface HeaderProps {
  /** Whether the console is open instead of the phones. */
  isConsole: boolean;
  connection: LabState['connection'];
  sound: boolean;
  onSound(on: boolean): void;
}

export function Header({ isConsole, connection, sound, onSound }: HeaderProps) {
  return (
    <header class="header">
      <AppIcon />
      <h1>Ringpost</h1>
      <p class="tagline">
        Phone lab. <span>The code that is deployed, with a simulated Apple and simulated iPhones.</span>
      </p>
      <Health connection={connection} />
      <a
        class="quiet-button"
        href={isConsole ? '#phones' : '#console/find'}
        aria-label={isConsole ? 'Phones' : 'Console'}
      >
        {isConsole ? <PhonesIcon /> : <PlotIcon />}
        <span>{isConsole ? 'Phones' : 'Console'}</span>
      </a>
      <button
        type="button"
        class="quiet-button"
        aria-label={sound ? 'Sound on' : 'Sound off'}
        aria-pressed={sound}
        onClick={() => onSound(!sound)}
      >
        {sound ? <SoundOnIcon /> : <SoundOffIcon />}
        <span>Sound {sound ? 'on' : 'off'}</span>
      </button>
    </header>
  );
}

const healthIntervalMs = 10_000;

function Health({ connection }: Pick<HeaderProps, 'connection'>) {
  const [api, setApi] = useState<{ up: boolean; version?: string | undefined }>();

  useEffect(() => {
    const look = async () => {
      const health = await ringpostApi.health();
      setApi(health.ok ? { up: true, version: health.value.version } : { up: false });
    };
    void look();
    const timer = setInterval(look, healthIntervalMs);
    return () => clearInterval(timer);
  }, []);

  const state = connection === 'lost' || api?.up === false ? 'down' : api?.up ? 'up' : 'waiting';
  const words = {
    up: 'API up',
    down: connection === 'lost' ? 'Lab stopped' : 'API down',
    waiting: 'Starting',
  };
  return (
    <p class={`health ${state}`} role="status">
      <i aria-hidden="true" />
      {words[state]}
      {state === 'up' && api?.version && <small>{api.version}</small>}
    </p>
  );
}
