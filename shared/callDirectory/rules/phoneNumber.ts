/**
 * The one reader of phone numbers: for the call directory, and for the number that a call shows. It loads the dialling
 * rules of all territories, so functions that seldom need it load it on use.
 */
import {
  type CountryCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { readNumberText } from '../../platform/numberText.ts';

export type NumberReading =
  /** E.164 without `+`, like Apple's `CXCallDirectoryPhoneNumber`. */
  | { kind: 'number'; number: string }
  /** Ambiguous if dialled in this territory. */
  | { kind: 'ambiguous'; numbers: string[] }
  | { kind: 'none' };

/**
 * Reads a number as people write it, and as a phone of the territory dials it: `13800138000` and `00 86 138 0013 8000`
 * in CN, `0011 86 138 0013 8000` in AU. A number that cannot be dialled there is read as if `00` were its `+`, and then
 * as if only the `+` were missing: `8613800138000` in US.
 *
 * @param territory ISO 3166, two capital letters. If the library does not know it, `00` is the prefix of other
 *   countries.
 */
export function readNumber(text: string, territory: string): NumberReading {
  const written = readNumberText(text);
  if (written === undefined) return { kind: 'none' };
  const { isInternational, digits } = written;
  if (isInternational) return readingOf([e164(parse(`+${digits}`))]);
  const dialled = readingOf([...abroad(digits, territory), parse(digits, territory)].map(validE164));
  if (dialled.kind !== 'none') return dialled;
  const withoutPlus = readingOf([validE164(parse(`+${digits}`))]);
  // A short service number, which the library does not know, is accepted behind a prefix as behind a +.
  return withoutPlus.kind === 'none' ? readingOf(abroad(digits, territory).map(e164)) : withoutPlus;
}

/**
 * All readings of a text for somebody: as dialled in these territories, and as digits that only lack their `+`, as the
 * call directory writes numbers.
 */
export function numbersMeant(text: string, territories: readonly string[]): string[] {
  const written = readNumberText(text);
  if (written === undefined) return [];
  const { isInternational, digits } = written;
  const readings = (isInternational ? [''] : territories).map((territory) => readNumber(text, territory));
  return [...new Set([...readings.flatMap(numbersOf), ...(isE164(digits) ? [digits] : [])])];
}

function numbersOf(reading: NumberReading): string[] {
  if (reading.kind === 'none') return [];
  return reading.kind === 'number' ? [reading.number] : reading.numbers;
}

/**
 * The number after a prefix for calls to other countries. Several carriers may each have a prefix, one of which may
 * begin with another.
 */
function abroad(digits: string, territory: string): (PhoneNumber | undefined)[] {
  const pattern = new RegExp(`^(?:${prefixPattern(territory)}|00)$`);
  const ends = Array.from({ length: Math.min(digits.length, longestPrefix) }, (_, index) => index + 1);
  return ends.filter((end) => pattern.test(digits.slice(0, end))).map((end) => parse(`+${digits.slice(end)}`));
}

/** Longer than all of them: Australia's have at most eight digits. */
const longestPrefix = 12;

function prefixPattern(territory: string): string {
  if (!isSupportedCountry(territory)) return '00';
  const metadata = new Metadata();
  metadata.selectNumberingPlan(territory);
  return metadata.numberingPlan?.IDDPrefix() ?? '00';
}

function parse(text: string, territory?: string): PhoneNumber | undefined {
  const defaultCountry =
    territory !== undefined && isSupportedCountry(territory) ? (territory as CountryCode) : undefined;
  // Not from the middle of a longer text.
  return parsePhoneNumberFromString(text, { extract: false, ...(defaultCountry && { defaultCountry }) });
}

function readingOf(numbers: readonly (string | undefined)[]): NumberReading {
  const [number, ...others] = new Set(numbers.filter((each) => each !== undefined));
  if (number === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'number', number } : { kind: 'ambiguous', numbers: [number, ...others] };
}

function validE164(parsed: PhoneNumber | undefined): string | undefined {
  return parsed?.isValid() ? e164(parsed) : undefined;
}

/**
 * A `+` is trusted even before short service numbers that the library does not know, such as +8695588. Each reading
 * drops one trunk prefix, such as the 0 of `+44 0 20 …`. Digits that begin with a second one are not a number: the next
 * reading would make another number of them.
 */
function e164(parsed: PhoneNumber | undefined): string | undefined {
  const digits = parsed?.number.slice(1) ?? '';
  return isE164(digits) && parse(`+${digits}`)?.number.slice(1) === digits ? digits : undefined;
}

function isE164(digits: string): boolean {
  return /^[1-9]\d{4,14}$/.test(digits);
}
