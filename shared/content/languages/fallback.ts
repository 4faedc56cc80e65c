/**
 * The locales whose texts a reader gets, best first: Unicode's "locale inheritance" (UTS 35, part 1, section 4.1.3) over
 * the facts in parentLocales.ts. No I/O; remembers the last tags, because finding out takes long and phones speak few
 * languages.
 */
import { longestLocale } from '../../platform/limits.ts';
import { parentLocales } from './parentLocales.ts';

/** From the tag itself to its language: `es-MX`, `es-419`, `es`. As few subtags as tell them apart; at least one. */
export type Fallback = readonly string[];

const known = new Map<string, Fallback | undefined>();
const maxKnown = 1000;

/** @param tag BCP 47, or as iOS writes it, `zh_Hant_TW`. @returns undefined when it is no language tag. */
export function fallbackOf(tag: string): Fallback | undefined {
  // Reading a longer one can take seconds, and the table may hold one.
  if (tag.length > longestLocale) return undefined;
  if (known.has(tag)) return known.get(tag);
  if (known.size === maxKnown) known.clear();
  const fallback = findFallback(tag);
  known.set(tag, fallback);
  return fallback;
}

function findFallback(tag: string): Fallback | undefined {
  const locale = readTag(tag);
  if (locale === undefined || locale.language === 'und') return undefined;
  const { language, script, region } = locale;
  // The script that the region reads: Taiwan's Chinese is traditional.
  const read = readTag(joined(language, script, region))?.maximize().script ?? script;
  const chain: string[] = [];
  let next: string | undefined = nameOf(language, read, region);
  // Norwegian is written as Bokmål by most: a text in either is for both.
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    next = next === 'no' ? 'nb' : parentOf(next);
  }
  return chain;
}

/** The region that most readers of a language without one live in, as such a tag: `en` is `en-US`. */
export function likelyRegionOf(name: string): string | undefined {
  const likely = readTag(name)?.maximize();
  return likely && nameOf(likely.language, likely.script, likely.region);
}

function parentOf(name: string): string | undefined {
  const parent = parentLocales.get(name);
  if (parent !== undefined) return parent;
  const { language, script, region } = new Intl.Locale(name);
  // A language in another script than its usual one is understood by nobody who reads only that.
  return region === undefined ? undefined : nameOf(language, script, undefined);
}

/** Leaves out the script that the language usually has, as CLDR's names do, unless the region reads another one. */
function nameOf(language: string, script: string | undefined, region: string | undefined): string {
  const isUsual = [language, joined(language, region)].every((name) => readTag(name)?.maximize().script === script);
  return joined(language, isUsual ? undefined : script, region);
}

function joined(...subtags: readonly (string | undefined)[]): string {
  return subtags.filter((subtag) => subtag !== undefined).join('-');
}

function readTag(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}
