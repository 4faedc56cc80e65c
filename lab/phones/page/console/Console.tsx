import { useState } from 'preact/hooks';
import { AppIcon } from '../icons.tsx';
import { ConsoleViews } from './ConsoleViews.tsx';
import { usePlace } from './tabs.ts';

/** A stage, read with the credentials of the team member who started `ringpost console`. */
export function Console() {
  const [label, setLabel] = useState<string>();
  const [place, setPlace] = usePlace();
  return (
    <>
      <header class="header console-header">
        <AppIcon />
        <h1>Ringpost</h1>
        <p class="tagline">
          Console. <span>{label}</span>
        </p>
      </header>
      <main class="console">
        <ConsoleViews place={place} onPlace={setPlace} onStage={(stage) => setLabel(stage.label)} />
      </main>
    </>
  );
}
