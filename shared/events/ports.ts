/** Where events are published. */
import type { DomainEvent } from './rules/events.ts';

export interface EventBus {
  /** @returns those that the bus did not take. */
  publish(events: readonly DomainEvent[]): Promise<DomainEvent[]>;
}

export interface EventPorts {
  eventBus: EventBus;
}
