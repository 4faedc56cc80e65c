/** The one place from which events leave: to the bus, and to each webhook that wants them. */
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type QueueEventsPorts, queueForWebhooks } from '../../webhooks/flows/queueEvents.ts';
import type { PublishTask, WebhookEvent } from '../../webhooks/rules/task.ts';
import type { AnyEvent, EventPorts } from '../ports.ts';

export type PublishPorts = Pick<PlatformPorts, 'log'> & EventPorts & QueueEventsPorts;

/** @returns those that the bus or the queue rejected: they are to be published again, under the same `eventId`. */
export async function publishEvents<E extends AnyEvent>(ports: PublishPorts, events: readonly E[]): Promise<Set<E>> {
  const [fromBus, fromQueue] = await Promise.all([
    ports.eventBus.publish(events),
    notQueued(ports, events.map(webhookEvent)),
  ]);
  return new Set(events.filter((event) => fromBus.includes(event) || fromQueue.has(event.detail.eventId)));
}

/** A queue that fails must not keep the bus from getting the events of other changes. */
async function notQueued(ports: PublishPorts, events: readonly WebhookEvent[]): Promise<ReadonlySet<string>> {
  try {
    return await queueForWebhooks(ports, events);
  } catch (error) {
    ports.log.error('events not queued for webhooks', errorFields(error));
    return new Set(events.map(({ id }) => id));
  }
}

/** @throws Error if the bus or the queue rejects it: the task comes again. */
export async function publishTask(ports: PublishPorts, { event: { type, data } }: PublishTask): Promise<void> {
  const rejected = await publishEvents(ports, [{ type, detail: data }]);
  if (rejected.size > 0) throw new Error(`event not published: ${type}`);
}

function webhookEvent({ type, detail }: AnyEvent): WebhookEvent {
  return { id: detail.eventId, type, timestamp: detail.at, data: detail };
}
