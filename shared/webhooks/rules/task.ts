/** Tasks of the webhook queue. */

/** An event as webhooks get it. */
export interface WebhookEvent {
  /** The event's ID, the same in every attempt. */
  id: string;
  type: string;
  /** ISO 8601, UTC: when it happened. */
  timestamp: string;
  /** The event's `detail`, as on the bus. */
  data: EventData;
}

/** What every event has; each type adds its own members. */
export interface EventData {
  eventId: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** One event for one webhook. */
export interface DeliverTask {
  task: 'deliver';
  webhookId: string;
  event: WebhookEvent;
  /** From 1. */
  attempt: number;
  /** Epoch milliseconds: not before. */
  dueAtMs: number;
}

/** An event that no change of the table brings: it goes to the bus, and to each webhook that wants it. */
export interface PublishTask {
  task: 'publish';
  event: WebhookEvent;
}

export type WebhookTask = DeliverTask | PublishTask;

/** @param body text of a queue message. @returns undefined for what no version of this code has queued. */
export function readWebhookTask(body: string): WebhookTask | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isTask(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTask(value: unknown): value is WebhookTask {
  if (!isMap(value) || !isEvent(value['event'])) return false;
  const { task, webhookId, attempt, dueAtMs } = value;
  if (task === 'publish') return true;
  return task === 'deliver' && typeof webhookId === 'string' && isCount(attempt) && typeof dueAtMs === 'number';
}

function isEvent(value: unknown): boolean {
  return (
    isMap(value) && isMap(value['data']) && ['id', 'type', 'timestamp'].every((name) => typeof value[name] === 'string')
  );
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value instanceof Object && !Array.isArray(value);

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value > 0;

/** The body that is signed and sent. */
export function webhookBody({ type, timestamp, data }: WebhookEvent): string {
  return JSON.stringify({ type, timestamp, data });
}
