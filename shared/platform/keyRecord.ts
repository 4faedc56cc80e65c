/** What is kept of an Idempotency-Key. */
export interface KeyRecord {
  /** The same key with another body is a mistake of the caller's. */
  bodyHash: string;
  /** Of what the first request makes, or who takes over from it. A lower-case UUID. */
  resultId: string;
  /** Epoch milliseconds: a request that has no answer by then is dead. */
  runsUntilMs: number;
  /** JSON; absent while the request runs. */
  answer?: string | undefined;
}
