/** Messages between a function's host (functionHost.ts) and its thread (functionWorker.ts). */

/** As in the body of Lambda's answer to a failed invocation. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
}

export interface InvocationRequest {
  requestId: string;
  /** JSON, as on Lambda: the handler gets its own copy. */
  event: string;
  /** Epoch milliseconds. */
  deadlineMs: number;
  /** How far `Date.now` is to be ahead of the machine's clock, in milliseconds. */
  aheadMs: number;
}

export interface WorkerMessage {
  requestId: string;
  /** The value as JSON. */
  result: { value: string; error?: undefined } | { error: FunctionError };
}

export interface WorkerData {
  modulePath: string;
  name: string;
  memoryMb: number;
}
