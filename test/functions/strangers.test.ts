/** What a user learns of somebody else by writing to them and calling them, in an app whose outcomes are coarse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageEndpoints } from '../../functions/endpoints/messages.ts';
import { messageOperations } from '../../shared/api/schemas/messages.ts';
import { apiHandler } from '../../shared/api/stack.ts';
import { coarseCall } from '../../shared/api/userViews.ts';
import { callView } from '../../shared/api/views.ts';
import { readCall } from '../../shared/calls/flows/changeCall.ts';
import { ring } from '../../shared/calls/flows/ring.ts';
import { rulesOfUser } from '../../shared/people/flows/userRules.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { type ApiRequestInput, apiEvent, lambdaContext } from '../support/apiEvent.ts';
import { aDevice, appId, aToken, isoTime, startMs } from '../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';

const quietAllDay = {
  timeZone: 'UTC',
  doNotDisturb: { windows: [{ start: '00:00', end: '12:30' }] },
};

/** Reasons of Bob's own for which nothing is pushed to him. Where he has phones, he has two. */
const bobs: Readonly<Record<string, (ports: MemoryPorts) => unknown>> = {
  'does not exist': () => undefined,
  'has blocked her': (ports) => [phones(ports), ports.blocks.put('bob', 'alice')],
  'has muted her and is not to be disturbed': (ports) => [
    phones(ports),
    ports.conversations.put('bob', 'user:alice', { receive: 'none' }),
    ports.profiles.replace('bob', quietAllDay),
  ],
  'is not to be disturbed': (ports) => [phones(ports), ports.profiles.replace('bob', quietAllDay)],
  'has phones without a token': (ports) => phones(ports, {}),
  'has phones whose tokens are dead': (ports) => phones(ports, { alert: dead('a'), voip: dead('v') }),
  'has no phone, and has blocked her': (ports) => ports.blocks.put('bob', 'alice'),
};
const dead = (name: string) => aToken(name, { state: 'quarantined' });

function phones({ devices }: MemoryPorts, tokens = aDevice().tokens) {
  devices.add(aDevice({ deviceId: 'one', tokens }));
  devices.add(aDevice({ deviceId: 'two', tokens }));
}

async function worldWith(prepare: (ports: MemoryPorts) => unknown): Promise<MemoryPorts> {
  const ports = memoryPorts();
  // Alice has a phone of her own; Carol is reached, on two.
  ports.devices.add(aDevice({ userId: 'alice', deviceId: 'alice-1' }));
  ports.devices.add(aDevice({ userId: 'carol', deviceId: 'carol-1' }));
  ports.devices.add(aDevice({ userId: 'carol', deviceId: 'carol-2' }));
  await Promise.all([prepare(ports)].flat());
  return ports;
}

async function ask(ports: MemoryPorts, request: ApiRequestInput) {
  const handler = apiHandler(messageOperations, messageEndpoints(ports), ports.log, async () => undefined);
  const event = apiEvent({ userId: 'alice', ...request });
  event.headers['idempotency-key'] = 'once';
  const { statusCode, body = '' } = await handler(event, lambdaContext());
  return { status: statusCode, text: body, body: JSON.parse(body) };
}

const message = fc.record(
  {
    to: fc.constantFrom<object>({ userId: 'bob' }, { userIds: ['bob', 'carol'] }, { userIds: ['alice', 'bob'] }),
    elements: fc.constantFrom([{ type: 'text', text: 'hi' }], [{ type: 'custom' }]),
    onlineUserOnly: fc.boolean(),
    mentions: fc.constantFrom([], ['bob']),
    offlinePush: fc.record(
      {
        disabled: fc.boolean(),
        title: fc.constant('Title'),
        sound: fc.constant('none'),
        collapseId: fc.constant('one'),
        badge: fc.constant({ mode: 'increment', value: 3 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['to', 'elements'] },
);

describe('a user of a coarse app', () => {
  it('gets the same answer, byte for byte, whatever keeps a message from a recipient', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (body) => {
        // Act
        const told = await Promise.all(
          Object.values(bobs).map(async (prepare) => {
            const ports = await worldWith(prepare);
            const send = { routeKey: 'POST /v1/messages', body } as const;
            const sent = await ask(ports, send);
            const again = await ask(ports, send);
            const path = { messageId: sent.body.messageId };
            const read = await ask(ports, { routeKey: 'GET /v1/messages/{messageId}', path });
            const recalled = await ask(ports, { routeKey: 'POST /v1/messages/{messageId}/recall', path, body: {} });
            return [sent, again, read, recalled].map(({ status, text }) => `${status} ${text}`);
          }),
        );
        // Assess
        expect(new Set(told.map((answers) => JSON.stringify(answers))).size).toBe(1);
        expect(told[0]?.every((answer) => answer.startsWith('20'))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('learns one outcome for each recipient and nothing about their phones', async () => {
    // Prepare
    const ports = await worldWith(bobs['has blocked her'] ?? (() => undefined));
    const body = { to: { userIds: ['bob', 'carol', 'alice'] }, elements: [{ type: 'text', text: 'hi' }] };
    // Act
    const sent = await ask(ports, { routeKey: 'POST /v1/messages', body });
    const path = { messageId: sent.body.messageId };
    for (const deviceId of ['carol-1', 'carol-2']) {
      const at = isoTime(startMs + (deviceId === 'carol-1' ? 2000 : 1000));
      await ports.receipts.add({ ...path, isToMany: false }, { userId: 'carol', deviceId, event: 'shown', at });
    }
    const read = await ask(ports, { routeKey: 'GET /v1/messages/{messageId}', path });
    // Assess
    const targets = [
      { userId: 'bob', outcome: 'not_pushed' },
      { userId: 'carol', outcome: 'accepted' },
      { userId: 'alice', outcome: 'not_pushed', reason: 'sender' },
    ];
    const summary = { accepted: 1, skipped: 2, rejected: 0, failed: 0, retrying: 0 };
    expect(sent.body).toEqual({ messageId: sent.body.messageId, targets, summary });
    expect(read.body).toEqual({
      ...sent.body,
      from: 'alice',
      to: body.to.userIds,
      createdAt: isoTime(startMs),
      reasons: { 'not_pushed/sender': 1 },
      receipts: { delivered: 0, shown: 1, tapped: 0 },
      timeline: [
        { at: isoTime(startMs), event: 'received' },
        { at: isoTime(startMs + 1000), event: 'shown' },
      ],
    });
  });

  it('learns less once the app is coarse, even about earlier requests and answers', async () => {
    // Prepare
    const ports = await worldWith((each) => phones(each));
    await ports.apps.put(appId, { outcomesForUsers: 'full' });
    const send = {
      routeKey: 'POST /v1/messages',
      body: { to: { userId: 'bob' }, elements: [{ type: 'text', text: 'hi' }] },
    } as const;
    const full = await ask(ports, send);
    // Act
    await ports.apps.put(appId, {});
    const again = await ask(ports, send);
    const path = { messageId: full.body.messageId };
    const read = await ask(ports, { routeKey: 'GET /v1/messages/{messageId}', path });
    // Assess
    expect(full.body.targets).toMatchObject([{ deviceId: 'one' }, { deviceId: 'two' }]);
    const targets = [{ userId: 'bob', outcome: 'accepted' }];
    expect([again.body.targets, read.body.targets]).toEqual([targets, targets]);
    expect(again.body.summary).toMatchObject({ accepted: 1 });
  });

  it('gets the same answer to a call, byte for byte, for everyone who cannot be rung', async () => {
    // Act
    const told = await Promise.all(
      Object.values(bobs).map(async (prepare) => {
        const ports = await worldWith(prepare);
        const rules = await rulesOfUser(ports, 'alice');
        const to = { userIds: ['bob', 'carol'] };
        const record = await ring(ports, { from: 'alice', to, hasVideo: false, timeoutSeconds: 60, rules });
        if (isRefusal(record)) throw new Error(record.detail);
        const read = await readCall(ports, record.call.callId, 'alice');
        if (isRefusal(read)) throw new Error(read.detail);
        return [record, read].map((each) => coarseCall(callView(each, { userId: 'alice' })));
      }),
    );
    // Assess
    expect(new Set(told.map((answers) => JSON.stringify(answers))).size).toBe(1);
    expect(told[0]?.[1]).toMatchObject({
      participants: [
        { userId: 'bob', state: 'failed' },
        { userId: 'carol', state: 'ringing' },
      ],
      targets: [
        { userId: 'bob', outcome: 'not_pushed' },
        { userId: 'carol', outcome: 'accepted' },
      ],
    });
    const events = told[0]?.[1]?.timeline?.map(({ at: _at, ...line }) => line);
    expect(events).toEqual([
      { userId: 'bob', event: 'ringing' },
      { userId: 'carol', event: 'ringing' },
      { userId: 'bob', event: 'failed' },
    ]);
  });
});

describe('explaining', () => {
  const explain = (ports: MemoryPorts, to: object, routeKey: ApiRequestInput['routeKey'] = 'POST /v1/messages') => {
    const from = routeKey === 'POST /v1/messages' ? {} : { from: 'alice' };
    const body = { ...from, to, elements: [{ type: 'text', text: 'hi' }] };
    return ask(ports, { routeKey, query: { explain: 'true' }, body });
  };

  it.each([{ userId: 'bob' }, { userId: 'nobody' }, { userIds: ['alice', 'bob'] }, { groupId: 'family' }])(
    'is refused to a user of a coarse app for %j',
    async (to) => {
      // Prepare
      const ports = await worldWith((each) => phones(each));
      // Act
      const { status, body } = await explain(ports, to);
      // Assess
      expect([status, body.code]).toEqual([403, 'explain_not_allowed']);
      expect(body.fix).toContain('/v1/server/messages?explain=true');
    },
  );

  it('is open to users about themselves, to servers, and where the app is full', async () => {
    // Prepare
    const ports = await worldWith((each) => phones(each));
    // Act
    const own = await explain(ports, { userId: 'alice' });
    const byServer = await explain(ports, { userId: 'bob' }, 'POST /v1/server/messages');
    await ports.apps.put(appId, { outcomesForUsers: 'full' });
    const full = await explain(ports, { userId: 'bob' });
    // Assess
    expect(own).toMatchObject({ status: 200, body: { targets: [{ userId: 'alice', rule: 'sender' }] } });
    const targets = [{ deviceId: 'one', payload: {} }, { deviceId: 'two' }];
    expect(byServer).toMatchObject({ status: 200, body: { targets } });
    expect(full).toMatchObject({ status: 200, body: { targets } });
  });
});
