import { longestFact, longestLocale } from './limits.ts';

/**
 * Converts a phone's locale into a language tag (BCP 47). iOS writes `zh_Hans_CN`, and `en_US@rg=gbzzzz` where the
 * region of a phone is not that of its language; POSIX writes `de_DE.UTF-8@euro`. What follows the language, script and
 * region does not affect words, and is dropped if the tag would be too long with it.
 * @returns the tag as RFC 5646 writes it, or undefined for text that is not a tag, or too long to be parsed quickly.
 */
export function readLanguageTag(text: string): string | undefined {
  if (text.length > longestFact) return undefined;
  const [plain = ''] = text.trim().split(/[@.]/);
  try {
    const tag = Intl.getCanonicalLocales(plain.replaceAll('_', '-'))[0] ?? '';
    return [tag, new Intl.Locale(tag).baseName].find(({ length }) => 0 < length && length <= longestLocale);
  } catch {
    return undefined;
  }
}
