/** Events of the lab, which keeps the last ones: `GET /lab/events`. */
import { setTimeout } from 'node:timers/promises';
import { type BusEvent, type EventSource, matches } from './eventSource.ts';

const askAgainMs = 300;

interface Answer {
  events: BusEvent[];
  next: number;
}

/** @param url the lab's origin. @returns a source of the events from now on. */
export async function labEvents(url: string, patterns: readonly string[]): Promise<EventSource> {
  const read = async (since: number, signal?: AbortSignal): Promise<Answer> => {
    const response = await fetch(`${url}/lab/events?since=${since}`, signal ? { signal } : {});
    return (await response.json()) as Answer;
  };
  let { next: last } = await read(0);
  return {
    async next(signal) {
      try {
        const { events, next } = await read(last, signal);
        last = next;
        if (events.length === 0) await setTimeout(askAgainMs, undefined, { signal });
        return events.filter((event) => matches(patterns, event['detail-type']));
      } catch (error) {
        if (signal.aborted) return [];
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
