/** When and over which connection a request may reach APNs, from the flow down to the connection. */
export interface Delivery {
  /** Epoch milliseconds: without an answer by then the outcome is `unanswered`. */
  deadlineMs: number;
  /** Epoch milliseconds: the request leaves over a connection that opened no earlier. Any connection if absent. */
  connectionSinceMs?: number | undefined;
}
