/** A function's answer may have 6 MB. */
const maxAnswerBytes = 4_000_000;

/** The first targets of an explanation, as many as one answer can have. */
export function withinAnswer<T>(targets: readonly T[]): T[] {
  let bytes = 0;
  const end = targets.findIndex((target) => {
    bytes += Buffer.byteLength(JSON.stringify(target));
    return bytes > maxAnswerBytes;
  });
  return targets.slice(0, end < 0 ? targets.length : end);
}
