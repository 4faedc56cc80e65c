import { describe, expect, it } from 'vitest';
import { createEventBridge, type EventBridge } from '../../../../lab/aws/events/eventBridge.ts';
import { eventBridgeBus } from '../../../../shared/events/aws/eventBus.ts';
import type { DomainEvent } from '../../../../shared/events/rules/events.ts';
import { manualClock } from '../../../lab/aws/manualClock.ts';
import { startMs } from '../../../support/factories.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';

let eventBridge: EventBridge;
let requestSizes: number[];
useLocalServices(() => {
  eventBridge = createEventBridge('ringpost-test', manualClock(startMs));
  requestSizes = [];
  const { PutEvents: putEvents = () => ({}) } = eventBridge.operations;
  const watched: EventBridge['operations'][string] = (input, signal) => {
    requestSizes.push((input['Entries'] as unknown[]).length);
    return putEvents(input, signal);
  };
  return [{ ...eventBridge, operations: { PutEvents: watched } }];
}, 'AWS_ENDPOINT_URL_EVENTBRIDGE');

function anEvent(n: number): DomainEvent {
  const at = new Date(startMs + n * 1000).toISOString();
  const summary = { accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0 };
  const detail = {
    eventId: `e${n}`,
    at,
    messageId: `m${n}`,
    from: '爱丽丝',
    recipientCount: 1,
    createdAt: at,
    summary,
  };
  return { type: 'message.sent', detail: { ...detail, timeline: [] } };
}

describe('the event bus', () => {
  it('gets events with type, time and detail, ten per request', async () => {
    // Prepare
    const events = Array.from({ length: 12 }, (_, n) => anEvent(n));

    // Act
    const refused = await eventBridgeBus('ringpost-test').publish(events);

    // Assess
    const arrived = eventBridge.events().toSorted((one, other) => one.time.localeCompare(other.time));
    expect({ refused, requestSizes: requestSizes.toSorted() }).toEqual({ refused: [], requestSizes: [10, 2] });
    expect(arrived.map(({ source, time, detail, ...event }) => [source, event['detail-type'], time, detail])).toEqual(
      events.map(({ type, detail }) => ['ringpost', type, detail.at, detail]),
    );
  });

  it('reports the events that it did not take', async () => {
    // Prepare
    const events = [anEvent(1), anEvent(2)];

    // Act
    const refused = await eventBridgeBus('another-bus').publish(events);

    // Assess
    expect(refused).toEqual(events);
  });

  it('makes no request without events', async () => {
    // Prepare
    const events: DomainEvent[] = [];

    // Act
    const refused = await eventBridgeBus('ringpost-test').publish(events);

    // Assess
    expect({ refused, requestSizes }).toEqual({ refused: [], requestSizes: [] });
  });
});
