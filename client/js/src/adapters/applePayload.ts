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

/** Where a provider writes what Apple calls by these names. */
export interface AlertPlaces {
  /** Path of the dictionary `alert`. */
  alert: readonly string[];
  title?: readonly string[] | undefined;
  body?: readonly string[] | undefined;
}

const unshown = 'Current versions of iOS do not show it.';

/** Texts of the alert: Apple's keys for the app's own texts take precedence, as they do on the phone. */
export function readTexts(reading: Reading, { alert, title, body }: AlertPlaces): OfflinePush {
  const at = (name: string) => [...alert, name];
  const either = (name: string, other: readonly string[] | undefined, most: number) => {
    const [own, outer] = [reading.text(at(name), most), other && reading.text(other, most)];
    return own ?? outer;
  };
  const plain = {
    title: either('title', title, longestTitle),
    subtitle: reading.text(at('subtitle'), longestTitle),
    desc: either('body', body, longestText),
  };
  const keys = {
    titleLocKey: reading.text(at('title-loc-key'), longestName),
    subtitleLocKey: reading.text(at('subtitle-loc-key'), longestName),
    locKey: reading.text(at('loc-key'), longestName),
  };
  const args = {
    titleLocArgs: argsFor(reading, at('title-loc-args'), keys.titleLocKey),
    subtitleLocArgs: argsFor(reading, at('subtitle-loc-args'), keys.subtitleLocKey),
    locArgs: argsFor(reading, at('loc-args'), keys.locKey),
  };
  const replaced = (key: string | undefined, text: string | undefined, name: string) => {
    if (key === undefined || text === undefined) return text;
    return reading.refuse(at(name), 'The key of a text of the app takes its place.');
  };
  for (const name of ['launch-image', 'action', 'action-loc-key', 'summary-arg', 'summary-arg-count']) {
    reading.drop(at(name), unshown);
  }
  return defined({
    title: replaced(keys.titleLocKey, plain.title, 'title'),
    subtitle: replaced(keys.subtitleLocKey, plain.subtitle, 'subtitle'),
    desc: replaced(keys.locKey, plain.desc, 'body'),
    ...keys,
    ...args,
  });
}

function argsFor(reading: Reading, path: readonly string[], key: string | undefined): string[] | undefined {
  const args = reading.texts(path, longestName);
  if (args === undefined || key !== undefined) return args;
  return reading.refuse(path, 'There is no key whose text they would fill.');
}

/** Settings beside the texts, by the names that they have in the provider's request. */
export interface SettingPlaces {
  sound: readonly string[];
  badge: readonly string[];
  threadId: readonly string[];
  category: readonly string[];
  interruptionLevel: readonly string[];
  contentAvailable: readonly string[];
  mutableContent: readonly string[];
}

/** A push plays and counts only what it says: Ringpost's own defaults are the usual sound, and one more. */
export function readSettings(reading: Reading, places: SettingPlaces): OfflinePush {
  const count = reading.whole(places.badge, 0, 100_000);
  return defined({
    sound: soundAt(reading, places.sound) ?? 'none',
    badge: count === undefined ? { mode: 'none' as const } : { mode: 'set' as const, value: count },
    threadId: reading.text(places.threadId, longestThread),
    category: reading.text(places.category, longestCategory),
    interruptionLevel: reading.oneOf(places.interruptionLevel, levels),
    wakeInBackground: reading.flag(places.contentAvailable) || undefined,
    mutableContent: reading.flag(places.mutableContent) || undefined,
  });
}

export type Setting = keyof OfflinePush;

/** Apple's names of the settings, in `aps`. */
export const appleNames: Partial<Record<Setting, string>> = {
  ...{ title: 'alert.title', subtitle: 'alert.subtitle', desc: 'alert.body' },
  ...{ titleLocKey: 'alert.title-loc-key', subtitleLocKey: 'alert.subtitle-loc-key', locKey: 'alert.loc-key' },
  ...{ threadId: 'thread-id', interruptionLevel: 'interruption-level', relevanceScore: 'relevance-score' },
  ...{ mutableContent: 'mutable-content', wakeInBackground: 'content-available' },
};

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
  refuse: (setting: Setting, reason: string) => void,
): OfflinePush {
  const isShown = shown.some((name) => push[name] !== undefined);
  const isNoticed = isShown || push.sound !== 'none' || push.badge?.mode !== 'none';
  if (said === 'voip') return asRing(push, refuse);
  if (said === 'background' || (push.wakeInBackground === true && !isNoticed)) return asBackground(push, refuse);
  if (!isShown) refuse('desc', 'It is missing: Ringpost shows no alert without a text.');
  return push;
}

function asRing(push: OfflinePush, refuse: (setting: Setting, reason: string) => void): OfflinePush {
  const kept: OfflinePush = { ...push, pushType: 'voip' };
  // Where calls may not ring, it is an alert: with the usual sound.
  if (kept.sound === 'none') delete kept.sound;
  if (kept.badge?.mode === 'none') delete kept.badge;
  if (kept.priority !== undefined) refuse('priority', 'A push that rings always has the highest.');
  delete kept.priority;
  return kept;
}

function asBackground(push: OfflinePush, refuse: (setting: Setting, reason: string) => void): OfflinePush {
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
