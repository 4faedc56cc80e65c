/** The ring channel of the deployed stage: AppSync Events, its authorizer, and the function that publishes. */
import assert from 'node:assert/strict';
import { type LiveChannel, listenToRing, type RingChannelEvent } from '../../client/js/src/ringChannel.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import { waitFor } from './waitFor.ts';

interface RingingPhone {
  callId: string;
  live: LiveChannel;
  ticket: string;
}

/** A phone that rings, listens and hears that the caller gave up. Without a ticket nobody listens, without AWS IAM nobody publishes. */
export async function hearEndOfRing(stage: TestedStage, from: Person, to: Person): Promise<void> {
  const { callId, live, ticket } = await ring(stage, from, to);
  const stranger = listen(live, 'no ticket');
  await waitFor('the refusal of a phone without a ticket', async () => stranger.isLost || undefined);
  await nobodyPublishes(live);

  const phone = listen(live, ticket);
  await waitFor('a phone that listens', async () => phone.isListening || undefined);
  const { status, body } = await stage.ask(from.token, 'POST', `/v1/calls/${callId}/cancel`, {});
  assert.deepEqual([status, body['state']], [200, 'cancelled'], JSON.stringify(body));
  const heard = await waitFor('the end of the ring on the channel', async () => phone.events[0]);
  phone.stop();
  assert.deepEqual(heard, { callId, state: 'cancelled', endedReason: 2 });
}

async function ring(stage: TestedStage, from: Person, to: Person): Promise<RingingPhone> {
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/calls', { to: { userId: to.userId } });
  assert.equal(status, 201, JSON.stringify(body));
  const push = to.phone.received.findLast(({ kind }) => kind === 'voip');
  const payload = push?.payload as Partial<RingingPhone> | undefined;
  assert.equal(payload?.callId, body['callId']);
  assert.ok(payload?.callId && payload.live && payload.ticket, 'the push names no channel');
  return { callId: payload.callId, live: payload.live, ticket: payload.ticket };
}

/** As a phone with the TypeScript client does. */
function listen(live: LiveChannel, ticket: string) {
  const phone = { isListening: false, isLost: false, events: [] as RingChannelEvent[], stop: () => {} };
  phone.stop = listenToRing(live, ticket, {
    onListening() {
      phone.isListening = true;
    },
    onEvent: (event) => phone.events.push(event),
    onLost() {
      phone.isLost = true;
    },
  });
  return phone;
}

async function nobodyPublishes({ host, channel }: LiveChannel): Promise<void> {
  const body = JSON.stringify({ channel, events: ['{}'] });
  const response = await fetch(`https://${host}/event`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  assert.ok([401, 403].includes(response.status), `an unsigned publish is answered ${response.status}`);
}
