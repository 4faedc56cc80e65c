/**
 * The locales whose texts a reader gets, best first: Unicode's "locale inheritance" (UTS 35, part 1, section 4.1.3)
 * over the facts in parentLocales.ts. No I/O; remembers the last tags, because the lookup is slow and phones use few
 * languages.
 */
import { longestLocale } from '../../platform/limits.ts';
import { parentLocales } from './parentLocales.ts';

/**
 * From the tag itself to its language: `es-MX`, `es-419`, `es`. With as few subtags as distinguish them; at least one.
 */
export type Fallback = readonly string[];

const known = new Map<string, Fallback | undefined>();
const maxKnown = 1000;

/** @param tag BCP 47, or as iOS writes it, `zh_Hant_TW`. @returns undefined if it is not a language tag. */
export function fallbackOf(tag: string): Fallback | undefined {
  // Parsing a longer one can take seconds, and the table may contain one.
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
  // The script of the region: Taiwan's Chinese is traditional.
  const read = readTag(joined(language, script, region))?.maximize().script ?? script;
  const chain: string[] = [];
  let next: string | undefined = nameOf(language, read, region);
  // Most readers of Norwegian use Bokmål: a text in either is for both.
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    next = next === 'no' ? 'nb' : parentOf(next);
  }
  return chain;
}

/** Region of most readers of a language without a region, as such a tag: `en` is `en-US`. */
export function likelyRegionOf(name: string): string | undefined {
  const likely = readTag(name)?.maximize();
  return likely && nameOf(likely.language, likely.script, likely.region);
}

function parentOf(name: string): string | undefined {
  const parent = parentLocales.get(name);
  if (parent !== undefined) return parent;
  const { language, script, region } = new Intl.Locale(name);
  // Readers of the usual script of a language may not understand another one.
  return region === undefined ? undefined : nameOf(language, script, undefined);
}

/** Leaves out the usual script of the language, as CLDR's names do, unless the region uses another one. */
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
