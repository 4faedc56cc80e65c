import { useEffect, useRef, useState } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import type { LabState } from '../labState.ts';

const markedMs = 4_000;

/** The phone that was just added, while the page is open. */
export function useNewPhone(
  phones: readonly PhoneView[],
  connection: LabState['connection'],
): Pick<PhoneView, 'phoneId' | 'name'> | undefined {
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const [added, setAdded] = useState<Pick<PhoneView, 'phoneId' | 'name'>>();
  const ids = phones.map(({ phoneId }) => phoneId).join(' ');

  useEffect(() => {
    // A snapshot contains phones that existed before.
    if (connection !== 'open') {
      known.current = undefined;
      return;
    }
    const before = known.current;
    known.current = new Set(phones.map(({ phoneId }) => phoneId));
    const news = before && phones.find(({ phoneId }) => !before.has(phoneId));
    if (news) setAdded({ phoneId: news.phoneId, name: news.name });
  }, [ids, connection]);

  useEffect(() => {
    if (added === undefined) return;
    const timer = setTimeout(() => setAdded(undefined), markedMs);
    return () => clearTimeout(timer);
  }, [added]);

  return added;
}
