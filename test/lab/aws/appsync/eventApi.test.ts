/** The lab's AppSync Events, spoken to as phones and functions do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventApi, startEventApi } from '../../../../lab/aws/appsync/eventApi.ts';
import { timerClock } from '../../../../lab/clock.ts';
import { appSyncRingPublisher } from '../../../../shared/calls/aws/ringPublisher.ts';
import type { RingEvent } from '../../../../shared/calls/rules/ringChannel.ts';

const channel = '/rings/c0ffee00-0000-4000-8000-000000000001/0';
const event: RingEvent = { callId: 'c0ffee00-0000-4000-8000-000000000001', state: 'cancelled', endedReason: 2 };

let api: EventApi;
let asked: { operation: string; channel: string | null }[];
let sockets: WebSocket[];
beforeEach(async () => {
  api = await startEventApi({ namespace: 'rings', clock: timerClock, roles: { check: () => undefined } });
  asked = [];
  sockets = [];
  api.authorizeWith(async (request) => {
    const { authorizationToken, requestContext } = request as {
      authorizationToken: string;
      requestContext: (typeof asked)[number];
    };
    asked.push(requestContext);
    const isOwn = requestContext.operation === 'EVENT_CONNECT' || requestContext.channel === channel;
    return { value: { isAuthorized: authorizationToken === 'good' && isOwn, ttlOverride: 300 } };
  });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'LABROLEcallChanges');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(async () => {
  for (const socket of sockets) socket.close();
  await api.stop();
});

interface Client {
  received: Record<string, unknown>[];
  say(message: object): void;
}

/** Connects, and keeps all that it hears. */
async function connect(token = 'good', host = api.host): Promise<Client> {
  const header = Buffer.from(JSON.stringify({ host, Authorization: token })).toString('base64url');
  const socket = new WebSocket(api.realtimeUrl, [`header-${header}`, 'aws-appsync-event-ws']);
  sockets.push(socket);
  const received: Record<string, unknown>[] = [];
  socket.addEventListener('message', ({ data }) => received.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  return { received, say: (message) => socket.send(JSON.stringify(message)) };
}

const subscribe = (to: string, token = 'good', id = 's1') => ({
  type: 'subscribe',
  id,
  channel: to,
  authorization: { host: api.host, Authorization: token },
});
const publish = () => appSyncRingPublisher(api.publishUrl, 'us-east-1').publish({ channel, event });

describe('the ring channel of the lab', () => {
  it('delivers what is published to those who listen to that channel', async () => {
    // Prepare
    const phone = await connect();
    phone.say({ type: 'connection_init' });
    phone.say(subscribe(channel));
    await expect.poll(() => phone.received).toContainEqual({ type: 'subscribe_success', id: 's1' });

    // Act
    await publish();

    // Assess
    await expect.poll(() => phone.received.at(-1)).toEqual({ type: 'data', id: 's1', event: JSON.stringify(event) });
    expect(phone.received[0]).toEqual({ type: 'connection_ack', connectionTimeoutMs: 300_000 });
    // A connect, a subscription, a publish and a delivery.
    expect(api.operations()).toBe(4);
  });

  it.each<[string, () => object, string]>([
    ['a channel of somebody else', () => subscribe('/rings/other/0'), 'UnauthorizedException'],
    ['an unknown namespace', () => subscribe('/default/x'), 'UnauthorizedException'],
    ['another token than the right one', () => subscribe(channel, 'bad'), 'UnauthorizedException'],
    ['a malformed name', () => subscribe('/rings/a_b'), 'BadRequestException'],
  ])('refuses a subscription to %s', async (_what, message, errorType) => {
    // Prepare
    const phone = await connect();

    // Act
    phone.say(message());

    // Assess
    await expect
      .poll(() => phone.received)
      .toEqual([{ type: 'subscribe_error', id: 's1', errors: [{ errorType, message: expect.any(String) }] }]);
  });

  it.each([
    ['a token that is not authorized', 'bad', undefined],
    ['a host that is not its own', 'good', 'example.com'],
  ])('refuses a connection with %s', async (_what, token, host) => {
    // Act
    const phone = await connect(token, host);

    // Assess
    await expect.poll(() => phone.received).toMatchObject([{ type: 'connection_error' }]);
  });

  it('asks the function once for each operation, token and channel', async () => {
    // Act
    for (const id of ['s1', 's2']) {
      const phone = await connect();
      phone.say(subscribe(channel, 'good', id));
      await expect.poll(() => phone.received).toContainEqual({ type: 'subscribe_success', id });
    }

    // Assess
    expect(asked.map(({ operation, channel: of }) => [operation, of])).toEqual([
      ['EVENT_CONNECT', null],
      ['EVENT_SUBSCRIBE', channel],
    ]);
  });

  it('takes no publish from a phone', async () => {
    // Prepare
    const phone = await connect();

    // Act
    const response = await fetch(api.publishUrl, {
      method: 'POST',
      headers: { authorization: 'good' },
      body: JSON.stringify({ channel, events: ['{}'] }),
    });
    phone.say({ type: 'publish', id: 'p1', channel, events: ['{}'], authorization: { Authorization: 'good' } });

    // Assess
    expect(response.status).toBe(401);
    await expect.poll(() => phone.received).toMatchObject([{ type: 'publish_error', id: 'p1' }]);
  });
});
