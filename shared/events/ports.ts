/** Publisher of events. */
import type { EventFacts } from './rules/eventFacts.ts';

/** An event of any kind, as listeners get it. */
export interface AnyEvent {
  type: string;
  detail: EventFacts;
}

export interface EventBus {
  /** @returns those that the bus rejected. */
  publish(events: readonly AnyEvent[]): Promise<AnyEvent[]>;
}

export interface EventPorts {
  eventBus: EventBus;
}
