/** Settings of a push that several providers write alike. The limits are those of the API. */
import type { OfflinePush } from './adapted.ts';
import { isFields, type Reading } from './reading.ts';

export const longestTitle = 1000;
export const longestText = 20_000;
export const longestThread = 256;
export const longestCategory = 128;
export const longestName = 200;

const soundFile = /^[^/\\]+\.(aif|aiff|caf|wav|m4a|m4r|mp3)$/i;
export const levels = ['passive', 'active', 'time-sensitive', 'critical'] as const;

/** @param silent how the provider asks for no sound. */
export function soundAt(reading: Reading, path: readonly string[], silent?: string): OfflinePush['sound'] {
  const value = reading.whole(...path);
  if (value === undefined || value === '') return undefined;
  if (value === silent) return 'none';
  if (isSoundName(value)) return value;
  if (isFields(value)) {
    return soundIn(reading.inner(path, value));
  }
  return reading.refuse(path, 'It must be default, or a file name with its extension, such as ring.caf.');
}

export const isSoundName = (value: unknown): value is string =>
  value === 'default' || (typeof value === 'string' && value.length <= 128 && soundFile.test(value));

/** Apple's dictionary: `{"critical": 1, "name": "ring.caf", "volume": 0.5}`. */
function soundIn(sound: Reading): OfflinePush['sound'] {
  const name = sound.whole('name') ?? 'default';
  const critical = sound.flag(['critical']) ?? false;
  const volume = sound.number(['volume'], 0, 1);
  if (!isSoundName(name)) return sound.refuse([], 'Its name must be default, or a file name with its extension.');
  return { name, critical, ...(volume !== undefined && { volume }) };
}

export function imageAt(reading: Reading, path: readonly string[]): string | undefined {
  const url = reading.text(path, 2048);
  if (url === undefined || /^https:\/\/[^\s/]+/i.test(url)) return url;
  return reading.refuse(path, 'It must be an https URL.');
}

export function collapseIdAt(reading: Reading, path: readonly string[]): string | undefined {
  const id = reading.text(path, 64);
  if (id === undefined || /^[\x21-\x7e]+$/.test(id)) return id;
  return reading.refuse(path, 'It must be printable ASCII without spaces.');
}

/** @returns the JSON of a text, or undefined if it is another text. */
export function jsonIn(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the fields that are undefined: the API takes them for missing, and tests compare whole objects. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export const isUserId = (value: unknown): value is string =>
  typeof value === 'string' && /^\P{Cc}{1,255}$/u.test(value);
