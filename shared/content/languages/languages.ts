/** Language for a reader, among those that have texts. Tags are BCP 47 (RFC 5646). */
import { en } from './en.ts';
import { type Fallback, fallbackOf, likelyRegionOf } from './fallback.ts';
import type { Words } from './words.ts';
import { zhHans } from './zhHans.ts';
import { zhHant } from './zhHant.ts';

/** To add a language: a file beside these, and a line here. Chinese is chosen by script, not by country. */
const wordsByLanguage: Readonly<Record<string, Words>> = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant };

export const languages: readonly string[] = Object.keys(wordsByLanguage);

/** @param locale as `readerLocale` finds it. For a language without texts: English. */
export function wordsFor(locale: string): Words {
  return wordsByLanguage[languageOfWords(locale)] ?? en;
}

/** @returns one of `languages`. */
export function languageOfWords(locale: string): string {
  return bestLanguage(languages, locale) ?? 'en';
}

/**
 * The language among `offered` that a reader of `locale` understands best: the locale itself, or else the first of
 * CLDR's parents of it that is offered, or else the closest relative of it by these parents. Scripts are not mixed:
 * readers of traditional Chinese never get simplified texts.
 * @returns one of `offered`, or undefined if none is in the reader's language.
 */
export function bestLanguage(offered: readonly string[], locale: string): string | undefined {
  if (offered.includes(locale) && fallbackOf(locale) !== undefined) return locale;
  const wanted = fallbackOf(locale) ?? [];
  const candidates = offered.flatMap((tag) => {
    const chain = fallbackOf(tag);
    return chain === undefined ? [] : [{ tag, chain }];
  });
  return (
    firstOf(wanted, (name) => candidates.find(({ chain }) => chain[0] === name)) ??
    firstOf(wanted, (name) => closestTo(name, candidates))
  )?.tag;
}

interface Candidate {
  tag: string;
  chain: Fallback;
}

/** The best candidate that inherits from `name`: that of the likely region, or else the one with the fewest steps. */
function closestTo(name: string, candidates: readonly Candidate[]): Candidate | undefined {
  const steps = ({ chain }: Candidate) => chain.indexOf(name);
  const relatives = candidates.filter((candidate) => steps(candidate) >= 0);
  const likely = likelyRegionOf(name);
  return (
    relatives.find(({ chain }) => chain[0] === likely) ??
    relatives.toSorted((one, other) => steps(one) - steps(other))[0]
  );
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
