/** Several messages of a server in one request: each gets the answer that it would get alone. */
import { describe, expect, it } from 'vitest';
import { messageEndpoints } from '../../functions/endpoints/messages.ts';
import { messageOperations } from '../../shared/api/schemas/messages.ts';
import { apiHandler } from '../../shared/api/stack.ts';
import { apiEvent, lambdaContext, requestId } from '../support/apiEvent.ts';
import { aDevice } from '../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';

const batchRoute = 'POST /v1/server/messages/batch';
const hi = (text = 'hi') => ({ from: 'alice', to: { userId: 'bob' }, elements: [{ type: 'text', text }] });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => hi(`message ${index}`));

function world(): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  return ports;
}

interface Asked {
  query?: Record<string, string>;
  key?: string;
}

async function ask(ports: MemoryPorts, routeKey: keyof typeof messageOperations, body: unknown, asked: Asked = {}) {
  const handler = apiHandler(messageOperations, messageEndpoints(ports), ports.log, async () => undefined);
  const event = apiEvent({ routeKey, body, ...(asked.query && { query: asked.query }) });
  if (asked.key !== undefined) event.headers['idempotency-key'] = asked.key;
  const answer = await handler(event, lambdaContext());
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
}

const send = (ports: MemoryPorts, messages: unknown, asked?: Asked) => ask(ports, batchRoute, { messages }, asked);
const statuses = ({ body }: Awaited<ReturnType<typeof send>>): number[] =>
  body.results.map(({ status }: { status: number }) => status);
const pushed = ({ apns }: MemoryPorts) => apns.requests.length;

/** With what each of them is wrong. */
const rejected: readonly unknown[] = [
  { from: 'alice', to: { userId: 'bob' } },
  { ...hi(), colour: 'red' },
  { to: { userId: 'bob' }, elements: [] },
  { ...hi(), to: { groupId: 'unknown' } },
  { ...hi(), offlinePush: { policyId: 'unknown' } },
  { ...hi(), offlinePush: { ext: 'x'.repeat(5000) } },
  'hi',
  null,
  { messages: [hi()] },
];

describe('a batch of messages', () => {
  it('answers each message as the route for one does, and a rejected one does not stop the others', async () => {
    // Prepare
    const messages = [...rejected, hi()];
    const alone = [];
    for (const message of messages) alone.push(await ask(world(), 'POST /v1/server/messages', message));
    const ports = world();

    // Act
    const { status, body } = await send(ports, messages);

    // Assess
    expect(status).toBe(200);
    expect(body.results.slice(0, -1)).toEqual(alone.slice(0, -1));
    expect(alone.slice(0, -1).map((one) => one.status)).toEqual([400, 400, 400, 404, 404, 400, 400, 400, 400]);
    const { messageId, targets, summary } = body.results.at(-1).body;
    expect(body.results.at(-1).status).toBe(200);
    expect({ targets: targets.length, summary }).toEqual({ targets: 1, summary: alone.at(-1)?.body.summary });
    expect((await ports.messages.report(messageId))?.record.from).toBe('alice');
    expect(pushed(ports)).toBe(1);
  });

  it.each([
    ['no messages', { messages: [] }, '/messages'],
    ['eleven messages', { messages: numbered(11) }, '/messages'],
    ['no list', { messages: hi() }, '/messages'],
    ['nothing', {}, '/messages'],
    ['a field of another name', { messages: [hi()], message: hi() }, '/message'],
  ])('with %s is rejected whole', async (_what, request, path) => {
    // Prepare
    const ports = world();

    // Act
    const { status, body } = await ask(ports, batchRoute, request);

    // Assess
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', path]);
    expect(pushed(ports)).toBe(0);
  });

  it('of ten sends ten, five at a time, and answers in their order', async () => {
    // Prepare
    const ports = world();
    let [underWay, most] = [0, 0];
    ports.apns.meanwhile = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      // Time for whatever else may begin.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      underWay -= 1;
    };

    // Act
    const sent = await send(ports, numbered(10));

    // Assess
    expect(statuses(sent)).toEqual(Array(10).fill(200));
    expect([pushed(ports), most]).toEqual([10, 5]);
    const bodies = sent.body.results.map(
      ({ body: { targets } }: { body: { targets: { apnsId: string }[] } }) =>
        ports.apns.requests.find(({ headers }) => headers['apns-id'] === targets[0]?.apnsId)?.payload,
    );
    const expected = numbered(10).map(({ elements }) => ({ aps: { alert: { body: elements[0]?.text } } }));
    expect(bodies).toMatchObject(expected);
  });

  it('with an Idempotency-Key sends nothing twice, and on repetition sends what was rejected before', async () => {
    // Prepare
    const ports = world();
    const first = await send(ports, [hi('one'), { ...hi('two'), to: {} }, hi('three')], { key: 'k' });

    // Act
    const again = await send(ports, [hi('one'), { ...hi('two'), to: {} }, hi('three')], { key: 'k' });
    const countedAgain = pushed(ports);
    const corrected = await send(ports, [hi('one'), hi('two'), hi('changed')], { key: 'k' });

    // Assess
    expect(statuses(first)).toEqual([200, 400, 200]);
    expect(again).toEqual(first);
    expect(countedAgain).toBe(2);
    expect(corrected.body.results[0]).toEqual(first.body.results[0]);
    expect(statuses(corrected)).toEqual([200, 200, 422]);
    expect(pushed(ports)).toBe(3);
  });

  it('has keys of its own: neither another place nor the route for one message shares them', async () => {
    // Prepare
    const ports = world();
    await ask(ports, 'POST /v1/server/messages', hi(), { key: 'k' });

    // Act
    const sent = await send(ports, [hi(), hi()], { key: 'k' });

    // Assess
    expect(statuses(sent)).toEqual([200, 200]);
    expect(pushed(ports)).toBe(3);
  });

  it('answers 500 for a message that fails, sends the others, and finishes that one on repetition', async () => {
    // Prepare
    const ports = world();
    const { policies } = ports;
    let isBroken = true;
    const find = policies.find.bind(policies);
    policies.find = async (policyId) => {
      if (isBroken) throw new Error('the table does not answer');
      return find(policyId);
    };
    await policies.put('quiet', { sound: 'none' });
    const messages = [hi('one'), { ...hi('two'), offlinePush: { policyId: 'quiet' } }, hi('three')];

    // Act
    const first = await send(ports, messages, { key: 'k' });
    isBroken = false;
    const again = await send(ports, messages, { key: 'k' });

    // Assess
    expect(statuses(first)).toEqual([200, 500, 200]);
    expect(first.body.results[1].body).toMatchObject({ code: 'internal_error', status: 500 });
    expect(first.body.results[1].body.detail).toContain(requestId);
    expect(ports.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      {
        message: 'request of a batch failed',
        fields: { error: 'Error', stack: expect.stringContaining('messageBatch.test') },
      },
    ]);
    expect(ports.metrics.added.filter(({ name }) => name === 'WorkFailed')).toEqual([
      { name: 'WorkFailed', value: 1, dimensions: {} },
    ]);
    expect(statuses(again)).toEqual([200, 200, 200]);
    expect(pushed(ports)).toBe(3);
  });

  it('logs each message in a scope of its own, and why it was rejected', async () => {
    // Prepare
    const ports = world();

    // Act
    await send(ports, [hi(), { ...hi(), to: {} }]);

    // Assess
    expect(ports.log.works.slice(1)).toEqual([{ fields: { batchIndex: 0 } }, { fields: { batchIndex: 1 } }]);
    expect(ports.log.lines.map(({ message, fields }) => [message, fields['code']])).toContainEqual([
      'request of a batch rejected',
      'invalid_request',
    ]);
  });

  it('with explain=true sends nothing and writes nothing', async () => {
    // Prepare
    const ports = world();

    // Act
    const { body } = await send(ports, [hi(), 'hi'], { query: { explain: 'true' }, key: 'k' });
    const sent = await send(ports, [hi()], { key: 'k' });

    // Assess
    expect(body.results).toMatchObject([
      { status: 200, body: { targets: [{ decision: 'push' }] } },
      { status: 400, body: { code: 'invalid_request' } },
    ]);
    expect(body.results[0].body).not.toHaveProperty('messageId');
    expect(statuses(sent)).toEqual([200]);
    expect(pushed(ports)).toBe(1);
  });
});
