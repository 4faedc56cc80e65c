/**
 * A payload as Apple documents it, which SNS passes on as it is: `{"aps": {…}, …}`. Source: Apple, "Generating a remote
 * notification".
 */
import type { OfflinePush } from './adapted.ts';
import type { Reading } from './reading.ts';
import {
  defined,
  levels,
  longestCategory,
  longestName,
  longestText,
  longestThread,
  longestTitle,
  soundAt,
} from './settings.ts';

type Path = readonly string[];

export type Setting = keyof OfflinePush;

type AppleSetting =
  | ('title' | 'titleLocKey' | 'titleLocArgs')
  | ('subtitle' | 'subtitleLocKey' | 'subtitleLocArgs')
  | ('desc' | 'locKey' | 'locArgs')
  | ('sound' | 'badge' | 'threadId' | 'category' | 'interruptionLevel' | 'relevanceScore')
  | ('wakeInBackground' | 'mutableContent');

/** Where a provider's request has Apple's settings: of several places for one, the first that is there counts. */
export type Places = Readonly<Record<AppleSetting, readonly [Path, ...Path[]]>>;

/** Apple's own places. @param aps path of the dictionary `aps`. */
export function applePlaces(aps: Path): Places {
  const at = (...names: string[]): [Path] => [[...aps, ...names]];
  return {
    title: at('alert', 'title'),
    titleLocKey: at('alert', 'title-loc-key'),
    titleLocArgs: at('alert', 'title-loc-args'),
    subtitle: at('alert', 'subtitle'),
    subtitleLocKey: at('alert', 'subtitle-loc-key'),
    subtitleLocArgs: at('alert', 'subtitle-loc-args'),
    desc: at('alert', 'body'),
    locKey: at('alert', 'loc-key'),
    locArgs: at('alert', 'loc-args'),
    sound: at('sound'),
    badge: at('badge'),
    threadId: at('thread-id'),
    category: at('category'),
    interruptionLevel: at('interruption-level'),
    relevanceScore: at('relevance-score'),
    wakeInBackground: at('content-available'),
    mutableContent: at('mutable-content'),
  };
}

const unshownNames = ['launch-image', 'action', 'action-loc-key', 'summary-arg', 'summary-arg-count'];

/** Texts of the alert: Apple's keys for the app's own texts take precedence, as they do on the phone. */
export function readTexts(reading: Reading, places: Places): OfflinePush {
  const keyAt = (setting: 'titleLocKey' | 'subtitleLocKey' | 'locKey') => reading.text(places[setting][0], longestName);
  const keys = {
    titleLocKey: keyAt('titleLocKey'),
    subtitleLocKey: keyAt('subtitleLocKey'),
    locKey: keyAt('locKey'),
  };
  const alert = places.locKey[0].slice(0, -1);
  for (const name of unshownNames) reading.drop([...alert, name], 'Current versions of iOS do not show it.');
  return defined({
    title: textUnlessKey(reading, places.title, longestTitle, keys.titleLocKey),
    subtitle: textUnlessKey(reading, places.subtitle, longestTitle, keys.subtitleLocKey),
    desc: textUnlessKey(reading, places.desc, longestText, keys.locKey),
    ...keys,
    titleLocArgs: argsFor(reading, places.titleLocArgs[0], keys.titleLocKey),
    subtitleLocArgs: argsFor(reading, places.subtitleLocArgs[0], keys.subtitleLocKey),
    locArgs: argsFor(reading, places.locArgs[0], keys.locKey),
  });
}

function textUnlessKey(reading: Reading, paths: readonly Path[], most: number, key: string | undefined) {
  if (key === undefined) return reading.firstText(paths, most);
  for (const path of paths) reading.drop(path, 'The key of a text of the app takes its place.');
  return undefined;
}

function argsFor(reading: Reading, path: Path, key: string | undefined): string[] | undefined {
  const args = reading.texts(path, longestName);
  if (args === undefined || key !== undefined) return args;
  return reading.refuse(path, 'There is no key whose text they would fill.');
}

/** A push plays and counts only what it says: Ringpost's own defaults are the usual sound, and one more. */
export function readSettings(reading: Reading, places: Places): OfflinePush {
  const count = reading.integer(places.badge[0], 0, 100_000);
  return defined({
    sound: soundAt(reading, places.sound[0]) ?? 'none',
    badge: count === undefined ? { mode: 'none' as const } : { mode: 'set' as const, value: count },
    threadId: reading.text(places.threadId[0], longestThread),
    category: reading.text(places.category[0], longestCategory),
    interruptionLevel: reading.oneOf(places.interruptionLevel[0], levels),
    wakeInBackground: reading.flag(places.wakeInBackground[0]) || undefined,
    mutableContent: reading.flag(places.mutableContent[0]) || undefined,
  });
}

type RefuseSetting = (setting: Setting, reason: string) => void;

/** @returns a function that lists a setting wherever it is, or at its first place if it is missing. */
export function refuseAt(reading: Reading, places: Partial<Record<Setting, readonly Path[]>>): RefuseSetting {
  return (setting, reason) => {
    const paths = places[setting] ?? [[setting]];
    const present = paths.filter((path) => reading.whole(...path) !== undefined);
    for (const path of present.length > 0 ? present : paths.slice(0, 1)) reading.refuse(path, reason);
  };
}

const unnoticed = 'A push of type background shows and plays nothing.';

/** Settings that a push of type `background` may have. */
const forBackground: readonly Setting[] = ['ext', 'collapseId', 'ttlSeconds'];
const shown: readonly Setting[] = ['title', 'subtitle', 'desc', 'titleLocKey', 'subtitleLocKey', 'locKey'];

/**
 * Decides the type of the push, and takes out what does not fit it.
 * @param said by the provider. @param refuse lists a setting that is taken out.
 */
export function typed(
  push: OfflinePush,
  said: 'alert' | 'background' | 'voip' | undefined,
  refuse: RefuseSetting,
): OfflinePush {
  const isShown = shown.some((name) => push[name] !== undefined);
  const isNoticed = isShown || push.sound !== 'none' || push.badge?.mode !== 'none';
  if (said === 'voip') return asRing(push, refuse);
  if (said === 'background' || (push.wakeInBackground === true && !isNoticed)) return asBackground(push, refuse);
  if (!isShown) refuse('desc', 'It is missing: Ringpost shows no alert without a text.');
  return push;
}

function asRing(push: OfflinePush, refuse: RefuseSetting): OfflinePush {
  const kept: OfflinePush = { ...push, pushType: 'voip' };
  // Where calls may not ring, it is an alert: with the usual sound.
  if (kept.sound === 'none') delete kept.sound;
  if (kept.badge?.mode === 'none') delete kept.badge;
  if (kept.priority !== undefined) refuse('priority', 'A push that rings always has the highest.');
  delete kept.priority;
  return kept;
}

function asBackground(push: OfflinePush, refuse: RefuseSetting): OfflinePush {
  const kept: OfflinePush = { ...push, pushType: 'background' };
  delete kept.wakeInBackground;
  if (kept.sound === 'none') delete kept.sound;
  if (kept.badge?.mode === 'none') delete kept.badge;
  for (const setting of Object.keys(kept) as Setting[]) {
    if (setting === 'pushType' || forBackground.includes(setting)) continue;
    delete kept[setting];
    refuse(setting, setting === 'priority' ? 'A push of type background always has 5.' : unnoticed);
  }
  return kept;
}
