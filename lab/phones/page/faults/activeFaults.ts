import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ActiveFaults, labApi } from '../labApi.ts';

const nothing: ActiveFaults = { faults: [], broken: [], breakable: [] };

/** What is broken now. @param lastPush number of the newest push: each may have used a fault up. */
export function useActiveFaults(lastPush: number | undefined): ActiveFaults & { refresh(): Promise<void> } {
  const [active, setActive] = useState(nothing);
  const refresh = useCallback(async () => {
    const answer = await labApi.readFaults();
    if (answer.ok) setActive(answer.value);
  }, []);
  useEffect(() => void refresh(), [refresh, lastPush]);
  return { ...active, refresh };
}
