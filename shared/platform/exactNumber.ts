/** Whether a number of a JSON text keeps its value when JavaScript reads it as a double (RFC 8259, section 6). */

/**
 * A text that does not match it has no number that could change: more than 15 digits, or an exponent. It may match
 * inside a string, which is then checked more closely.
 */
const longNumber = /(?:^|[[:,\s])-?(?:\d[\d.]{15}|\d+(?:\.\d+)?[eE])/;

export function mayChangeNumbers(json: string): boolean {
  return longNumber.test(json);
}

/** How many digits a double keeps of any number that is not too close to 0 (DBL_DIG of C). */
const exactDigits = 15;
const smallestExact = 1e-300;

/**
 * Whether a reader of the number gets its exact value: the double is written in the same way again, either with as few
 * digits as distinguish it from its neighbours or, as in some languages, with 17.
 * @param source a number as JSON writes it.
 */
export function isExact(source: string): boolean {
  const value = Number(source);
  if (!Number.isFinite(value)) return false;
  if (source.length <= exactDigits && Math.abs(value) > smallestExact) return true;
  const written = canonical(source);
  return written === canonical(String(value)) || written === canonical(value.toPrecision(17));
}

/** Sign, digits and power of ten: the same for each way to write a number. `-1.50e3` is `-15e2`. */
function canonical(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
