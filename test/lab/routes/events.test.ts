import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventBridge } from '../../../lab/aws/events/eventBridge.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { answerLabEvents } from '../../../lab/routes/events.ts';
import { manualClock } from '../aws/manualClock.ts';

const eventBridge = createEventBridge('bus', manualClock());

let server: ListeningServer;
beforeAll(async () => {
  const entry = (n: number) => ({
    EventBusName: 'bus',
    Source: 'ringpost',
    DetailType: 'call.ringing',
    Detail: `{"n":${n}}`,
  });
  await eventBridge.operations['PutEvents']?.({ Entries: [entry(1), entry(2), entry(3)] }, AbortSignal.timeout(1000));
  const listener = createServer((request, response) => {
    if (!answerLabEvents(eventBridge, request, response)) response.writeHead(418).end();
  });
  server = await listen(listener, 0);
});
afterAll(() => server.stop());

const ask = async (path: string, method = 'GET') => {
  const response = await fetch(`${server.url}${path}`, { method });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

describe('GET /lab/events', () => {
  it.each([
    ['', [1, 2, 3], 3],
    ['?since=2', [3], 3],
    ['?since=3', [], 3],
  ])('answers the events%s and the next position', async (query, expected, next) => {
    // Prepare
    const path = `/lab/events${query}`;

    // Act
    const { body } = await ask(path);

    // Assess
    expect(body.events.map(({ n }: { n: number }) => n)).toEqual(expected);
    expect(body.next).toBe(next);
  });

  it('shows an event in the form that the target of a rule gets', async () => {
    // Prepare
    const path = '/lab/events?since=2';

    // Act
    const { body } = await ask(path);

    // Assess
    expect(body.events[0]).toMatchObject({
      version: '0',
      source: 'ringpost',
      'detail-type': 'call.ringing',
      time: '2026-11-22T12:00:00.000Z',
      detail: { n: 3 },
    });
  });

  it.each([
    ['GET', '/lab/events?since=abc', 400],
    ['GET', '/lab/events?until=1', 400],
    ['DELETE', '/lab/events', 405],
    ['GET', '/lab/eventsx', 418],
  ])('answers %s %s with %i', async (method, path, expected) => {
    // Prepare
    const request = path;

    // Act
    const { status } = await ask(request, method);

    // Assess
    expect(status).toBe(expected);
  });
});
