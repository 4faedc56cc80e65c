import { useEffect, useRef, useState } from 'preact/hooks';
import { BroadcastsView } from './BroadcastsView.tsx';
import { type ConsoleStage, useConsoleApi } from './consoleApi.ts';
import { DeadLetters } from './DeadLetters.tsx';
import { DoctorView } from './DoctorView.tsx';
import { FindView } from './FindView.tsx';
import { StatisticsView } from './StatisticsView.tsx';
import { type Place, slugOf, type Tab, tabAfter, tabs } from './tabs.ts';

interface ConsoleViewsProps {
  place: Place;
  onPlace(place: Place): void;
  onStage?(stage: ConsoleStage): void;
}

/** The views as tabs. Each asks for its own data when it opens, so that one without a right leaves the others alone. */
export function ConsoleViews({ place, onPlace, onStage }: ConsoleViewsProps) {
  const api = useConsoleApi();
  const [deviceNames, setDeviceNames] = useState<ConsoleStage['deviceNames']>({});
  const list = useRef<HTMLDivElement>(null);
  /** Where Find was, for the way back to it. */
  const [lastId, setLastId] = useState(place.id);
  useEffect(() => {
    void api.stage().then((answer) => {
      if (!answer.ok) return;
      setDeviceNames(answer.value.deviceNames);
      onStage?.(answer.value);
    });
  }, [api]);
  useEffect(() => {
    if (place.id !== '') setLastId(place.id);
  }, [place.id]);

  const open = (tab: Tab) => onPlace({ tab, id: tab === 'Find' ? lastId : '' });
  function onKey(event: KeyboardEvent) {
    const next = tabAfter(place.tab, event.key);
    if (next === undefined) return;
    event.preventDefault();
    open(next);
    list.current?.querySelector<HTMLElement>(`#tab-${slugOf(next)}`)?.focus();
  }
  const nameOf = (deviceId: string) => deviceNames[deviceId.toLowerCase()] ?? deviceId;

  return (
    <>
      <div class="tabs" role="tablist" aria-label="Views" ref={list} onKeyDown={onKey}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${slugOf(tab)}`}
            aria-selected={tab === place.tab}
            aria-controls="view"
            tabIndex={tab === place.tab ? 0 : -1}
            onClick={() => open(tab)}
          >
            {tab}
          </button>
        ))}
      </div>
      <div class="view" role="tabpanel" id="view" aria-labelledby={`tab-${slugOf(place.tab)}`}>
        {place.tab === 'Find' && (
          <FindView id={place.id} onFind={(id) => onPlace({ tab: 'Find', id })} nameOf={nameOf} />
        )}
        {place.tab === 'Statistics' && <StatisticsView />}
        {place.tab === 'Broadcasts' && <BroadcastsView />}
        {place.tab === 'Dead letters' && <DeadLetters />}
        {place.tab === 'Doctor' && <DoctorView />}
      </div>
    </>
  );
}
