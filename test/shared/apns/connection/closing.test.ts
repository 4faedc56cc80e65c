/** A pusher that is closed, and a credential that is left: what is out finishes, what waits comes back unsent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AppleWorld, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

describe('closing', () => {
  test('finishes open requests, hands back waiting ones, and accepts nothing more', async () => {
    // Prepare: the first push has the one stream that a new connection may have
    const phone = world.phone();
    const token = phone.installation.tokens.alert;
    world.apple.addFault({ kind: 'delay', delayMs: 200, match: token, count: 1 });
    const client = world.pusher();
    const pushes = [pushTo(token), pushTo(token), pushTo(token)];
    const sending = pushes.map((push) => client.push(push));
    await vi.waitUntil(() => phone.received.length === 1, 10_000);
    // Act
    client.close();
    const outcomes = await Promise.all(sending);
    // Assess
    const handedBack = { kind: 'unanswered', sent: 'no', cause: 'goaway' };
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, handedBack, handedBack]);
    expect(phone.received).toHaveLength(1);
  });

  test('hands back pushes that need another connection', async () => {
    // Prepare
    const phone = world.phone();
    const token = phone.installation.tokens.alert;
    world.apple.addFault({ kind: 'delay', delayMs: 200, match: token, count: 1 });
    const client = world.pusher();
    const first = client.push(pushTo(token));
    await vi.waitUntil(() => phone.received.length === 1, 10_000);
    await first;
    world.apple.addFault({ kind: 'goaway', match: token, count: 1 });
    const sending = client.push(pushTo(token));
    // Act
    client.close();
    const outcome = await sending;
    // Assess
    expect(outcome).toMatchObject({ kind: 'unanswered', sent: 'no', cause: 'goaway' });
    expect(phone.received).toHaveLength(1);
  });

  test('stops attempts to connect', async () => {
    // Prepare
    const client = world.pusher(undefined, { origin: 'https://127.0.0.1:1' });
    const sending = client.push(pushTo(world.phone().installation.tokens.alert));
    // The credentials come first.
    await new Promise(setImmediate);
    // Act
    client.close();
    const outcome = await sending;
    // Assess
    expect(outcome).toMatchObject({ kind: 'unanswered', sent: 'no', cause: 'goaway' });
  });
});
