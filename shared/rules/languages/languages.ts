/** Which of the languages that there are texts in a reader gets. Tags are BCP 47 (RFC 5646). */
import { longestLocale } from '../limits.ts';
import { en } from './en.ts';
import type { Words } from './words.ts';
import { zhHans } from './zhHans.ts';
import { zhHant } from './zhHant.ts';

/** To add a language: a file beside these, and a line here. Chinese goes by its script, not by the country. */
const wordsByLanguage: Readonly<Record<string, Words>> = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant };

export const languages: readonly string[] = Object.keys(wordsByLanguage);

/** Of a phone that has not said its language, the source documents' own; of one that we do not speak, English. */
const unsaid = zhHans;
const unknown = en;

/** @param locale as the app says it; iOS writes `zh_Hant_TW`, too. */
export function wordsFor(locale: string | undefined): Words {
  if (locale === undefined) return unsaid;
  const language = bestLanguage(languages, locale);
  return (language !== undefined && wordsByLanguage[language]) || unknown;
}

/**
 * The language among `offered` that a reader of `locale` understands best: the same region before the same script. Scripts
 * are never mixed: who reads traditional Chinese gets no simplified one.
 * @returns one of `offered`, or undefined when it has none of the reader's language.
 */
export function bestLanguage(offered: readonly string[], locale: string | undefined): string | undefined {
  const wanted = likely(locale);
  if (wanted === undefined) return undefined;
  const understood = offered.filter((tag) => {
    const candidate = likely(tag);
    return candidate?.language === wanted.language && candidate.script === wanted.script;
  });
  return (
    understood.find((tag) => tag === locale) ??
    understood.find((tag) => likely(tag)?.region === wanted.region) ??
    understood[0]
  );
}

/** Finding out takes long, and phones speak few languages. */
const likelyTags = new Map<string, Intl.Locale | undefined>();
const mostLikelyTags = 1000;

/**
 * The tag with what it leaves unsaid: `zh-TW` is in traditional script. Undefined for what is not a language tag, and for
 * a longer one than any language has: reading that takes seconds, and the table may hold one.
 */
function likely(tag: string | undefined): Intl.Locale | undefined {
  if (tag === undefined || tag.length > longestLocale) return undefined;
  if (likelyTags.has(tag)) return likelyTags.get(tag);
  if (likelyTags.size === mostLikelyTags) likelyTags.clear();
  const locale = maximized(tag);
  likelyTags.set(tag, locale);
  return locale;
}

function maximized(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).maximize();
  } catch {
    return undefined;
  }
}
