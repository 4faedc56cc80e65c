/** Publisher of events. */
import type { DomainEvent } from './rules/events.ts';

export interface EventBus {
  /** @returns those that the bus rejected. */
  publish(events: readonly DomainEvent[]): Promise<DomainEvent[]>;
}

export interface EventPorts {
  eventBus: EventBus;
}
