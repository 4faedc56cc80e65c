/** Keeps payloads within APNs' limit by shortening what is only shown, never what the app reads. */
import { balanced } from '../platform/visibleText.ts';

const ellipsis = '…';
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function payloadBytes(payload: object): number {
  return Buffer.byteLength(JSON.stringify(payload));
}

export interface Fitted<P> {
  payload: P;
  /** A text was shortened. */
  truncated: boolean;
  /** Size of the payload as UTF-8 JSON. */
  bytes: number;
}

/**
 * Shortens `text`, on whole characters as a reader sees them, until `build(text)` fits.
 * @param build makes the payload that shows the text; called equally often for any length.
 * @returns undefined if it does not fit even without any text.
 */
export function fitText<P extends object>(
  text: string,
  maxBytes: number,
  build: (text: string) => P,
): Fitted<P> | undefined {
  const fitted = (payload: P, truncated: boolean) => ({ payload, truncated, bytes: payloadBytes(payload) });
  const whole = fitted(build(text), false);
  if (whole.bytes <= maxBytes) return whole;
  const otherBytes = payloadBytes(build(''));
  const timesShown = payloadBytes(build('x')) - otherBytes;
  const roomBytes = Math.floor((maxBytes - otherBytes) / timesShown) - Buffer.byteLength(ellipsis);
  if (timesShown === 0 || roomBytes < 0) return undefined;
  return fitted(build(balancedBeginning(text, roomBytes) + ellipsis), true);
}

/** The removed part may have closed a change of direction: closing it takes room again. */
function balancedBeginning(text: string, roomBytes: number): string {
  for (let bytes = roomBytes; bytes > 0; ) {
    const beginning = balanced(beginningOf(text, bytes));
    const tooManyBytes = jsonBytes(beginning) - roomBytes;
    if (tooManyBytes <= 0) return beginning;
    bytes -= tooManyBytes;
  }
  return '';
}

/** Size of a text within JSON. */
function jsonBytes(text: string): number {
  const quotationMarks = 2;
  return Buffer.byteLength(JSON.stringify(text)) - quotationMarks;
}

/** Ends of a text's characters, with the size of its JSON up to each, in bytes. */
interface Measure {
  ends: Uint32Array;
  bytes: Uint32Array;
}

/** The last few texts: a message has the same one for all readers of a language, and measuring is slow. */
const measures = new Map<string, Measure>();
const maxMeasures = 16;

/** The longest beginning in whole characters within this size of JSON, in bytes. */
function beginningOf(text: string, maxBytes: number): string {
  // JSON is never shorter than UTF-8, so characters beyond APNs' largest limit cannot be shown anyway.
  const { ends, bytes } = measureOf(text.slice(0, largestLimitBytes));
  let fits = 0;
  let tooLong = ends.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if ((bytes[middle] ?? 0) <= maxBytes) fits = middle;
    else tooLong = middle;
  }
  return text.slice(0, ends[fits]);
}

/** The largest of all push types. */
export const largestLimitBytes = 5120;

function measureOf(text: string): Measure {
  const known = measures.get(text);
  if (known !== undefined) return known;
  const ends = [0];
  const bytes = [0];
  let total = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    total += jsonBytes(segment);
    ends.push(index + segment.length);
    bytes.push(total);
  }
  const measure = { ends: Uint32Array.from(ends), bytes: Uint32Array.from(bytes) };
  const [oldest] = measures.keys();
  if (measures.size === maxMeasures && oldest !== undefined) measures.delete(oldest);
  measures.set(text, measure);
  return measure;
}

/**
 * Shortens several texts until they fit together: the first one as far as possible, then the second, and so on.
 * @param texts the least important comes first.
 */
export function fitTexts<P extends object>(
  texts: readonly string[],
  maxBytes: number,
  build: (texts: readonly string[]) => P,
): Fitted<P> | undefined {
  const [first, ...rest] = texts;
  if (first === undefined) {
    const payload = build([]);
    const bytes = payloadBytes(payload);
    return bytes <= maxBytes ? { payload, truncated: false, bytes } : undefined;
  }
  const fitted = fitText(first, maxBytes, (shorter) => build([shorter, ...rest]));
  if (fitted !== undefined || rest.length === 0) return fitted;
  const others = fitTexts(rest, maxBytes, (shorter) => build([shortest(first), ...shorter]));
  return others && { ...others, truncated: true };
}

/** A text of one or two bytes is shorter than the ellipsis. */
function shortest(text: string): string {
  return Buffer.byteLength(text) < Buffer.byteLength(ellipsis) ? text : ellipsis;
}
