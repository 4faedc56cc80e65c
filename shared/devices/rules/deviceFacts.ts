/**
 * Facts that an app reports about its phone, in the form that phones really use. Facts only improve a push: unreadable
 * ones are left out, and never cost the registration, without which the phone gets nothing.
 */
import { readLanguageTag } from '../../platform/languageTag.ts';
import { readTimeZone } from '../../platform/timeZone.ts';
import { type DeviceFacts, permissions, platforms } from './device.ts';

/** Facts that are read this way. `quietWhenOnlineOn` is a setting, not a fact. */
export type FactName = Exclude<keyof DeviceFacts, 'quietWhenOnlineOn'>;

/** As received. `null` is the same as absent. */
export type SaidFacts = { readonly [F in FactName]?: string | null | undefined };

export interface IgnoredFact {
  /** A JSON Pointer into the registration. */
  path: string;
  message: string;
}

/** Longer ones are left out. */
export const longestVersion = 64;

type Reader = { read: (said: string) => string | undefined; message: string };

const version: Reader = {
  read: (said) => (/^\P{Cc}{1,64}$/u.test(said.trim()) ? said.trim() : undefined),
  message: `must be a string of 1 to ${longestVersion} characters`,
};

const readers = {
  platform: oneOf(platforms),
  locale: { read: readLanguageTag, message: 'must be a language tag such as zh-Hans-CN' },
  timeZone: { read: readTimeZone, message: 'must be a time zone such as Asia/Shanghai or +08:00' },
  territory: {
    read: (said) => (/^[a-z]{2}$/i.test(said.trim()) ? said.trim().toUpperCase() : undefined),
    message: 'must be an ISO 3166 code of two letters such as CN',
  },
  permission: oneOf(permissions),
  appVersion: version,
  osVersion: version,
  kitVersion: version,
} as const satisfies Record<FactName, Reader>;

export function readFacts(said: SaidFacts): { facts: Omit<DeviceFacts, 'quietWhenOnlineOn'>; ignored: IgnoredFact[] } {
  const facts: Partial<Record<FactName, string>> = {};
  const ignored: IgnoredFact[] = [];
  for (const name of Object.keys(readers) as FactName[]) {
    const text = said[name];
    if (text === undefined || text === null) continue;
    const { read, message } = readers[name];
    const fact = read(text);
    if (fact === undefined) ignored.push({ path: `/${name}`, message });
    else facts[name] = fact;
  }
  return { facts: facts as Omit<DeviceFacts, 'quietWhenOnlineOn'>, ignored };
}

function oneOf(words: readonly string[]): Reader {
  return {
    read: (said) => words.find((word) => word.toLowerCase() === said.trim().toLowerCase()),
    message: `must be one of ${words.join(', ')}`,
  };
}
