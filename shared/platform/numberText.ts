/** Characters that people and address books write around the digits of a phone number, and digits other than 0 to 9. */

export interface NumberText {
  /** It began with a `+`: the country code comes first. */
  isInternational: boolean;
  /** ASCII digits, at least one. */
  digits: string;
}

/** Bidi marks and other invisible characters, which iOS copies along with numbers from Contacts. */
const invisible = /\p{Cf}/gu;
const separators = /[\s\p{Pd}\u2212\u30fc.\uff0e/\uff0f~\uff5e\u223c\u2053·()[\]\uff08\uff09\uff3b\uff3d]/gu;
const plusSigns = /[\uff0b\ufe62]/gu;

/**
 * @returns undefined if it contains anything else, such as an extension, or is a local number of a `tel:` URI whose
 *   context is not a number (RFC 3966).
 */
export function readNumberText(text: string): NumberText | undefined {
  const visible = text.replace(invisible, '').replace(plusSigns, '+').trim();
  const number = /^tel:/i.test(visible) ? numberOfUri(visible) : visible;
  if (number === undefined) return undefined;
  const bare = number.replace(separators, '').replace(/\p{Nd}/gu, asciiDigit);
  const [, plus, digits] = /^(\+?)(\d+)$/.exec(bare) ?? [];
  return digits === undefined ? undefined : { isInternational: plus === '+', digits };
}

/** RFC 3966: `tel:+86-138-0013-8000`, `tel:13800138000;phone-context=+86`. */
function numberOfUri(uri: string): string | undefined {
  const [number = '', ...parameters] = percentDecoded(uri)
    .replace(/^tel:(\/\/)?/i, '')
    .split(';');
  const named = new Map(parameters.map((each) => each.split('=', 2) as [string, string?]).map(lowerCaseName));
  if (named.has('ext') || named.has('isub')) return undefined;
  const context = named.get('phone-context');
  if (context === undefined || /^\s*\+/.test(number)) return number;
  return context.startsWith('+') ? context + number : undefined;
}

function lowerCaseName([name, value = '']: [string, string?]): [string, string] {
  return [name.trim().toLowerCase(), value.trim()];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Unicode keeps the decimal digits of each script in one row from 0 to 9, and rows that touch begin with a 0 as well. */
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let first = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((codePoint - first) % 10);
}
