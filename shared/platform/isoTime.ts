/** @param ms epoch milliseconds. @returns ISO 8601, UTC, with milliseconds: times as they are stored and answered. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
