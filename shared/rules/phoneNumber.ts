import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

/**
 * A number as people write it, with its country code: E.164 without `+` (S3-31).
 *
 * With `+` or `00` in front it is what it says. Otherwise it is first read as a number of the territory, `13800138000`
 * in CN, and then as one that only lacks its `+`, `8613800138000` in US.
 *
 * @param territory ISO 3166, two capitals. @returns undefined when it is no phone number.
 */
export function normaliseNumber(text: string, territory: string): string | undefined {
  const international = /^\s*(?:[+＋]|00)(.+)$/.exec(text)?.[1];
  if (international !== undefined) return e164(parse(`+${international}`));
  const national = parse(text, territory);
  if (national?.isValid()) return e164(national);
  const withoutPlus = parse(`+${text.trim()}`);
  return withoutPlus?.isValid() ? e164(withoutPlus) : undefined;
}

function parse(text: string, territory?: string): PhoneNumber | undefined {
  const defaultCountry =
    territory !== undefined && isSupportedCountry(territory) ? (territory as CountryCode) : undefined;
  // Not from the middle of a longer text.
  return parsePhoneNumberFromString(text, { extract: false, ...(defaultCountry && { defaultCountry }) });
}

/**
 * A `+` is taken at its word, also before short service numbers that the library does not know, such as +8695588.
 * An extension cannot be told apart by CallKit, so it would block or name its whole house.
 */
function e164(parsed: PhoneNumber | undefined): string | undefined {
  if (parsed === undefined || parsed.ext !== undefined) return undefined;
  const digits = parsed.number.slice(1);
  return /^[1-9]\d{4,14}$/.test(digits) ? digits : undefined;
}
