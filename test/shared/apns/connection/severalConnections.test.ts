/** More connections while more wait than one takes at a time, and no more than that. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type AppleWorld, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';
import { startTcpProxy } from '../../../support/apns/tcpProxy.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

/** As many as the fake APNs takes on a connection that has proved itself. */
const maxStreams = 1000;

/** A clock that stands still: on a busy machine, a connection would else seem silent, and another one would be opened. */
function stopped() {
  const startMs = Date.now();
  return { nowMs: () => startMs };
}

test('thousands of waiting pushes go over two to four connections, each push once', async () => {
  // Prepare
  const phone = world.phone();
  const token = phone.installation.tokens.alert;
  const client = world.pusher(undefined, stopped());
  await client.push(pushTo(token));
  world.apple.addFault({ kind: 'delay', delayMs: 100, match: token });
  const pushes = Array.from({ length: 6 * maxStreams }, () => pushTo(token, { deadlineMs: Date.now() + 60_000 }));
  // Act
  const { result, opened } = await countingConnections(() => Promise.all(pushes.map((push) => client.push(push))));
  // Assess
  expect(result.filter(({ kind }) => kind === 'accepted')).toHaveLength(pushes.length);
  expect(new Set(phone.received.map(({ apnsId }) => apnsId)).size).toBe(pushes.length + 1);
  expect(phone.received).toHaveLength(pushes.length + 1);
  expect(opened.length).toBeGreaterThanOrEqual(1);
  expect(opened.length).toBeLessThanOrEqual(3);
});

test('pushes that fit one connection go over one', async () => {
  // Prepare
  const phone = world.phone();
  const token = phone.installation.tokens.alert;
  const client = world.pusher();
  await client.push(pushTo(token));
  // Act
  const { result, opened } = await countingConnections(() =>
    Promise.all(Array.from({ length: maxStreams }, () => client.push(pushTo(token)))),
  );
  // Assess
  expect(result.filter(({ kind }) => kind === 'accepted')).toHaveLength(maxStreams);
  expect(opened).toEqual([]);
});

test('a host that accepts only one connection gets all pushes over it', async () => {
  // Prepare
  const proxy = await startTcpProxy(world.apple.origins.production);
  onTestFinished(() => proxy.stop());
  const phone = world.phone();
  const token = phone.installation.tokens.alert;
  const client = world.pusher(undefined, { origin: proxy.origin, ...stopped() });
  await client.push(pushTo(token));
  world.apple.addFault({ kind: 'delay', delayMs: 50, match: token });
  const pushes = Array.from({ length: 4 * maxStreams }, () => pushTo(token, { deadlineMs: Date.now() + 60_000 }));
  proxy.mute();
  // Act
  const outcomes = await Promise.all(pushes.map((push) => client.push(push)));
  // Assess
  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(pushes.length);
});

test('after a freeze that all of them have not survived, pushes go over another one, each of them once', async () => {
  // Prepare
  const proxy = await startTcpProxy(world.apple.origins.production);
  onTestFinished(() => proxy.stop());
  const phone = world.phone();
  const token = phone.installation.tokens.alert;
  // Behind, as APNs takes no provider token from the future.
  let behindMs = 120_000;
  const startMs = Date.now();
  const nowMs = () => startMs - behindMs;
  const push = () => pushTo(token, { deadlineMs: nowMs() + 60_000 });
  const client = world.pusher(undefined, { origin: proxy.origin, nowMs });
  await client.push(push());
  world.apple.addFault({ kind: 'delay', delayMs: 100, match: token });
  const before = await Promise.all(Array.from({ length: 3 * maxStreams }, () => client.push(push())));
  const connections = proxy.connections();
  world.apple.clearFaults();
  // Act
  proxy.freeze();
  behindMs = 0;
  const after = await Promise.all(Array.from({ length: 20 }, () => client.push(push())));
  // Assess
  expect(connections).toBeGreaterThan(1);
  expect([...before, ...after].filter(({ kind }) => kind !== 'accepted')).toEqual([]);
  expect(proxy.connections()).toBe(connections + 1);
  expect(phone.received).toHaveLength(1 + before.length + after.length);
  expect(new Set(phone.received.map(({ apnsId }) => apnsId)).size).toBe(phone.received.length);
});
