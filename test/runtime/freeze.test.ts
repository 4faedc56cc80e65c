/** Lambda freezes a process between invocations, for up to hours. Its connections do not know. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveredPush } from '../../lab/apple/apple.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';
import { apiEvent } from '../support/apiEvent.ts';
import type { LambdaRuntime } from '../support/runtime/lambdaRuntime.ts';
import { type RuntimeWorld, startRuntimeWorld } from '../support/runtime/runtimeWorld.ts';

let world: RuntimeWorld;
beforeAll(async () => {
  world = await startRuntimeWorld();
});
afterAll(() => world.stop());

let bob: string;
let phone: DeliveredPush[];
beforeEach(async () => {
  bob = `bob-${randomUUID()}`;
  phone = await world.makePhone(bob);
});

/** Events that push to Bob's phone, once each. */
const pushing = {
  messages: () =>
    apiEvent({
      routeKey: 'POST /v1/messages',
      userId: 'alice',
      body: { to: { userId: bob }, elements: [{ type: 'text', text: 'hi' }] },
    }),
  calls: () =>
    apiEvent({ routeKey: 'POST /v1/calls', userId: 'alice', body: { to: { userId: bob }, callerName: 'Alice' } }),
} satisfies Partial<Record<FunctionName, () => object>>;

/** What may happen to a connection while nobody looks. */
const meanwhile: Readonly<Record<string, (runtime: LambdaRuntime) => void>> = {
  'nothing happens': () => {},
  'APNs says GOAWAY and closes': () => world.apple.sendAway('Shutdown'),
  'the connection to APNs is cut': () => world.apnsProxy.cut(),
  'the connection to APNs dies without a word, and minutes pass': (runtime) => {
    world.apnsProxy.freeze();
    runtime.catchUp();
  },
  'the connections to the table are cut': () => world.tableProxy.cut(),
};
const scenes = Object.keys(pushing).flatMap((name) => Object.keys(meanwhile).map((what) => [name, what] as const));

describe('a push after a freeze', { timeout: 120_000 }, () => {
  it.each(scenes)('of %s goes out exactly once when %s', async (name, what) => {
    // Prepare
    const event = pushing[name as keyof typeof pushing];
    const runtime = world.start(name as FunctionName, { clockBehindMs: 120_000 });
    const first = await runtime.invoke(event());
    await runtime.frozen();

    // Act
    meanwhile[what]?.(runtime);
    const second = await runtime.invoke(event());

    // Assess
    for (const { value } of [first, second]) {
      const { body = '' } = (value ?? {}) as { body?: string };
      expect(JSON.parse(body)).toMatchObject({ targets: [{ outcome: 'accepted' }] });
    }
    expect(phone).toHaveLength(2);
    expect(new Set(phone.map(({ apnsId }) => apnsId)).size).toBe(2);
    expect(runtime.coldStarts()).toBe(1);
    await runtime.stop();
  });

  it('goes over the same connection as the previous one', async () => {
    // Prepare
    const runtime = world.start('messages');
    const before = world.apnsProxy.connections();

    // Act
    for (let count = 0; count < 3; count += 1) {
      await runtime.invoke(pushing.messages());
      await runtime.frozen();
    }

    // Assess
    expect(phone).toHaveLength(3);
    expect(world.apnsProxy.connections() - before).toBe(1);
    await runtime.stop();
  });
});
