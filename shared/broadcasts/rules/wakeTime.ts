/** When a broadcast that waits is woken, and under which name. */

const minuteMs = 60_000;
/** A queue keeps a message back for at most 15 minutes. */
export const longestDelaySeconds = 900;

/** A wake that is due earlier than this could come too late to be made. */
export const soonestWakeMs = 3 * minuteMs;

/** A call by EventBridge Scheduler, which comes within a minute of its time. */
export interface Wake {
  /** The same for the same broadcast and time, so that a repeated request makes no second schedule. */
  name: string;
  broadcastId: string;
  /** Epoch milliseconds, a whole minute, at least one minute before the broadcast is due. The queue waits for the rest. */
  atMs: number;
}

/** @param dueMs epoch milliseconds. */
export function wakeFor(broadcastId: string, dueMs: number): Wake {
  const minute = Math.floor(dueMs / minuteMs) - 1;
  return { name: `${broadcastId}-${minute.toString(36)}`, broadcastId, atMs: minute * minuteMs };
}

/** @returns seconds until then, if a queue can wait for it. */
export function queueDelaySeconds(dueMs: number, nowMs: number): number | undefined {
  const seconds = Math.max(Math.ceil((dueMs - nowMs) / 1000), 0);
  return seconds > longestDelaySeconds ? undefined : seconds;
}
