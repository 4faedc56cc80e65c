/** Where a command hears events from. */

/** An event, as a rule of EventBridge passes it on. docs/events.md. */
export interface BusEvent {
  'detail-type': string;
  /** ISO 8601, UTC. */
  time: string;
  detail: Readonly<Record<string, unknown>>;
}

export interface EventSource {
  /** Waits some seconds for further events. @returns an empty list if none came, or if the signal is aborted. */
  next(signal: AbortSignal): Promise<readonly BusEvent[]>;
  /** Removes what the source made for itself. */
  close(): Promise<void>;
}

/** @param patterns event types, `<subject>.*` or `*`, as webhooks take them. */
export function matches(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    const isPrefix = pattern.endsWith('*');
    return isPrefix ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
  });
}
