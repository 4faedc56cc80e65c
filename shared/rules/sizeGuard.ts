/** Keeps payloads within APNs' limit by shortening what is only shown, never what the app reads. */

const ellipsis = '…';
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function payloadBytes(payload: object): number {
  return Buffer.byteLength(JSON.stringify(payload));
}

/**
 * Shortens `text`, on whole characters as a reader sees them, until `build(text)` fits.
 * @param build makes the payload that shows the text.
 * @returns the payload, and whether the text was shortened; undefined when it does not fit even without any text.
 */
export function fitText<P extends object>(
  text: string,
  maxBytes: number,
  build: (text: string) => P,
): { payload: P; truncated: boolean } | undefined {
  const whole = build(text);
  if (payloadBytes(whole) <= maxBytes) return { payload: whole, truncated: false };
  // JSON never makes a text shorter than its UTF-8 form, so characters beyond the limit cannot be shown anyway.
  const ends: number[] = [0];
  for (const { index, segment } of graphemes.segment(text.slice(0, maxBytes))) ends.push(index + segment.length);
  const shortened = (end: number | undefined) => build(text.slice(0, end) + ellipsis);
  let fits = -1;
  let tooLong = ends.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (payloadBytes(shortened(ends[middle])) <= maxBytes) fits = middle;
    else tooLong = middle;
  }
  return fits < 0 ? undefined : { payload: shortened(ends[fits]), truncated: true };
}
