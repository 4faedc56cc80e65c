/** The console's views. The one that is open is in the page's hash, so that a reload keeps it. */
import { useEffect, useState } from 'preact/hooks';

export const tabs = ['Find', 'Statistics', 'Broadcasts', 'Dead letters', 'Doctor'] as const;
export type Tab = (typeof tabs)[number];

/** Where the page is: `#statistics`, `#find/<ID>`. */
export interface Place {
  tab: Tab;
  /** What was found last; empty before. */
  id: string;
}

/** `dead-letters` */
export const slugOf = (tab: Tab): string => tab.toLowerCase().replaceAll(' ', '-');

/** @param hash as the browser has it. Anything else is the first view. @param root what stands before the view. */
export function placeOf(hash: string, root: string = ''): Place {
  const start = `#${root}`;
  const [slug = '', ...id] = (hash.startsWith(start) ? hash.slice(start.length) : '').split('/');
  const tab = tabs.find((each) => slugOf(each) === slug) ?? 'Find';
  return { tab, id: tab === 'Find' ? decoded(id.join('/')) : '' };
}

export function hashOf({ tab, id }: Place, root: string = ''): string {
  return `#${root}${slugOf(tab)}${tab === 'Find' && id !== '' ? `/${encodeURIComponent(id)}` : ''}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The tab that an arrow key, Home or End leads to; undefined for other keys. */
export function tabAfter(tab: Tab, key: string): Tab | undefined {
  const index = tabs.indexOf(tab);
  const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[key];
  return next === undefined ? undefined : tabs.at(next % tabs.length);
}

/** The place of the page, and a way to another one. The browser's back button leads back. */
export function usePlace(root: string = ''): [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.hash, root));
  useEffect(() => {
    const read = () => setPlace(placeOf(location.hash, root));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [root]);
  return [
    place,
    (next) => {
      setPlace(next);
      location.hash = hashOf(next, root);
    },
  ];
}
