/** What every event has. */
import { isoTime } from '../../platform/isoTime.ts';
import type { EventData } from '../../webhooks/rules/task.ts';

/** `eventId`: the same when an event comes again, because events come at least once. `at`: when the change was written. */
export type EventFacts = EventData;

/** One write to the table: published at least once. */
export interface Change {
  changeId: string;
  /** Epoch milliseconds. */
  changedAtMs: number;
}

/** @param index of the event among those of its change. */
export function factsOf({ changeId, changedAtMs }: Change, index = 0): EventFacts {
  return { eventId: index === 0 ? changeId : `${changeId}-${index}`, at: isoTime(changedAtMs) };
}
