/** The ways in which people and address books write one phone number. */
import fc from 'fast-check';
import { type CountryCode, Metadata, type PhoneNumber } from 'libphonenumber-js/min';

export type Spelling = (number: PhoneNumber, territory: CountryCode) => string;

const international: Spelling[] = [
  (number) => number.number,
  (number) => number.formatInternational(),
  (number) => number.getURI(),
];

/** As dialled in the territory: the short form where it is at home, and otherwise with the prefix for other countries. */
const asDialled: Spelling = (number, territory) => {
  if (number.country === territory) return number.formatNational();
  // From within its own numbering plan (as from the US to Canada), the library writes no prefix.
  const text = number.format('IDD', { fromCountry: territory }) as string | undefined;
  return text === undefined || text === '' ? number.number : text;
};

/** With each prefix that is written out in the plan of the territory; patterns of carriers are left to `asDialled`. */
const behindPrefix: Spelling = (number, territory) => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(territory);
  const prefix = metadata.numberingPlan?.IDDPrefix() ?? '00';
  return /^\d+$/.test(prefix) && number.country !== territory ? prefix + number.number.slice(1) : number.number;
};

export const aSpelling: fc.Arbitrary<Spelling> = fc.constantFrom(...international, asDialled, behindPrefix);

const digitsOf = (zero: number) => (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** Each leaves the number as it is. */
export const decorations: ((text: string) => string)[] = [
  (text) => text,
  (text) => `  ${text}\t`,
  (text) => `\u202a${text}\u202c`,
  (text) => `\u2066${text}\u2069`,
  (text) => text.replace(/ /g, '\u00a0'),
  (text) => text.replace(/[ -]/g, ''),
  (text) => text.replace(/ /g, '.'),
  (text) => text.replace(/ /g, '\u2011'),
  (text) => text.replace(/^\+/, '\uff0b'),
  (text) => (text.startsWith('tel:') ? text : digitsOf(0xff10)(text)),
  digitsOf(0x660),
  digitsOf(0x6f0),
  digitsOf(0x966),
];
