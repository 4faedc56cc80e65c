/** Times as text at the edges: in answers, events and stored items. Inside, a time is a number of milliseconds. */

/** @param ms epoch milliseconds. @returns ISO 8601, UTC, with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** @param text ISO 8601. @returns epoch milliseconds; NaN for text that is not a time. */
export function epochMs(text: string): number {
  return Date.parse(text);
}
