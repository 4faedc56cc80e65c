/** Stored record of an Idempotency-Key. */
export interface KeyRecord {
  /** The same key with another body is a mistake of the caller. */
  bodyHash: string;
  /** ID of the result of the first request, or of the request that takes over from it. A lower-case UUID. */
  resultId: string;
  /** Epoch milliseconds: a request without an answer by then is dead. */
  runsUntilMs: number;
  /** JSON; absent while the request runs. */
  answer?: string | undefined;
}
