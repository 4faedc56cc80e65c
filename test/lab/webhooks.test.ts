/** Webhooks of a lab, from the API to a receiver that verifies with the official library. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Webhook as Receiver } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWebhooks } from '../../cli/commands/webhooks.ts';
import { runDlq } from '../../cli/dlq/dlq.ts';
import { clientOptions } from '../../lab/aws/localAws.ts';
import { readBody } from '../../lab/aws/protocol/readBody.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { queueText } from '../../shared/messages/aws/deliveryQueue.ts';
import { maxAttempts } from '../../shared/webhooks/rules/attempts.ts';
import type { DeliverTask } from '../../shared/webhooks/rules/task.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { anybody, makePhone, makeUser, serverClient, text, until, userClient } from '../support/lab/labClient.ts';

interface Received {
  headers: Record<string, string>;
  body: string;
}

let lab: Lab;
let server: Server;
let url: string;
const received: Received[] = [];
/** Statuses of the next answers to a webhook, by the last part of its address; then 204. */
const answers = new Map<string, number[]>();
const nextAnswer = (path = '') => answers.get(path.slice(1))?.shift() ?? 204;

beforeAll(async () => {
  lab = await startLab({ port: 0 });
  server = createServer(async (request, response) => {
    const body = (await readBody(request, 1_000_000)) ?? Buffer.alloc(0);
    received.push({ headers: request.headers as Record<string, string>, body: body.toString() });
    response.writeHead(nextAnswer(request.url)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await lab.stop();
});

const setWebhook = (webhookId: string, body: object) =>
  serverClient(lab)('PUT', `/v1/server/webhooks/${webhookId}`, body);
const typesAbout = (name: string) =>
  received.filter(({ body }) => body.includes(name)).map(({ body }) => JSON.parse(body).type as string);

describe('a webhook', () => {
  it('gets the events of a call and of a message, signed, with the contents of the bus', {
    timeout: 120_000,
  }, async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    await makePhone(lab, { userId: bob });
    const { secret } = (await setWebhook('all', { url, events: ['*'] })).body;

    // Act
    const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob } })).body;
    await userClient(lab, alice)('POST', `/v1/calls/${callId}/cancel`, {});
    await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });

    // Assess
    await until(
      async () => [...typesAbout(callId), ...typesAbout(alice)],
      (types) => ['call.ringing', 'call.cancelled', 'message.sent'].every((type) => types.includes(type)),
      60_000,
    );
    const receiver = new Receiver(secret);
    const { events } = (await anybody(lab)('GET', '/lab/events')).body;
    for (const { headers, body } of received) {
      const { type, data } = receiver.verify(body, headers) as { type: string; data: { eventId: string } };
      const onBus = events.filter((event: { detail: { eventId: string } }) => event.detail.eventId === data.eventId);
      expect(onBus[0]).toMatchObject({ 'detail-type': type, detail: data });
      expect(headers['webhook-id']).toBe(data.eventId);
    }
    await serverClient(lab)('DELETE', '/v1/server/webhooks/all');
  });

  it('gets an event again after a failure, and shows how it fares', { timeout: 120_000 }, async () => {
    // Prepare
    const alice = makeUser('alice');
    answers.set('failing', [500]);
    await setWebhook('failing', { url: `${url}failing`, events: ['call.failed'] });

    // Act
    const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: makeUser('bob') } })).body;
    const state = async () => (await serverClient(lab)('GET', '/v1/server/webhooks/failing')).body.state;
    const sent = () => received.filter(({ body }) => body.includes(callId));

    // Assess
    await until(state, (now) => now === 'failing', 60_000);
    await until(
      async () => sent().length,
      (count) => count === 2,
      60_000,
    );
    await until(state, (now) => now === 'active', 30_000);
    const [first, again] = sent();
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(again?.body).toBe(first?.body);
    await serverClient(lab)('DELETE', '/v1/server/webhooks/failing');
  });

  it('is disabled by 410, and enabled by setting it again', { timeout: 120_000 }, async () => {
    // Prepare
    const alice = makeUser('alice');
    answers.set('gone', [410]);
    const { secret } = (await setWebhook('gone', { url: `${url}gone`, events: ['call.failed'] })).body;
    const read = async () => (await serverClient(lab)('GET', '/v1/server/webhooks/gone')).body;

    // Act
    await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: makeUser('bob') } });
    const disabled = await until(read, ({ state }) => state === 'disabled', 60_000);
    const enabled = (await setWebhook('gone', { url: `${url}gone`, events: ['call.failed'] })).body;

    // Assess
    expect(disabled).toMatchObject({ disabledBecause: 'gone' });
    expect(enabled).toMatchObject({ state: 'active', secret });
    await serverClient(lab)('DELETE', '/v1/server/webhooks/gone');
  });

  it('rotates its secret by the next version, and by no other', async () => {
    // Prepare
    const first = (await setWebhook('rotated', { url, events: ['token.*'] })).body;

    // Act
    const skipping = await setWebhook('rotated', { url, events: ['token.*'], secretVersion: 3 });
    const second = (await setWebhook('rotated', { url, events: ['token.*'], secretVersion: 2 })).body;
    const back = await setWebhook('rotated', { url, events: ['token.*'], secretVersion: 1 });
    received.length = 0;
    const tested = (await serverClient(lab)('POST', '/v1/server/webhooks/rotated/test')).body;

    // Assess
    expect([skipping.status, back.status]).toEqual([409, 409]);
    expect(skipping.body).toMatchObject({ code: 'secret_version', secretVersion: 1 });
    expect(second.secret).not.toBe(first.secret);
    expect(second.previousSecretUntil).toMatch(/Z$/);
    expect(tested).toMatchObject({ delivered: true, status: 204 });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    for (const { secret } of [first, second]) expect(() => new Receiver(secret).verify(body, headers)).not.toThrow();
    await serverClient(lab)('DELETE', '/v1/server/webhooks/rotated');
  });

  it.each([
    [{ url: 'http://backend.example.com/', events: ['*'] }, 'webhook_url'],
    [{ url: 'https://10.0.0.1/', events: ['*'] }, 'webhook_url'],
    [{ url: 'https://backend.example.com/', events: ['call.unknown'] }, 'invalid_request'],
    [{ url: 'https://backend.example.com/', events: [] }, 'invalid_request'],
    [{ url: 'https://backend.example.com/', events: ['*'], secretVersion: 2 }, 'secret_version'],
  ])('is refused and not stored: %j', async (input, code) => {
    // Act
    const { body } = await setWebhook('refused', input);

    // Assess
    expect(body).toMatchObject({ code });
    expect((await serverClient(lab)('GET', '/v1/server/webhooks/refused')).status).toBe(404);
  });
});

type Command = (args: readonly string[], terminal: ReturnType<typeof captureTerminal>) => Promise<number>;

async function run(command: Command, ...args: string[]) {
  const terminal = captureTerminal();
  const status = await command([...args, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

describe('ringpost webhooks', { timeout: 120_000 }, () => {
  it('sets, lists, tries, rotates and deletes a webhook', async () => {
    // Act
    const set = await run(runWebhooks, 'set', 'typed', url, '--event', 'call.*', '--event', 'message.sent');
    const list = await run(runWebhooks, 'list');
    received.length = 0;
    const tried = await run(runWebhooks, 'test', 'typed');
    const rotated = await run(runWebhooks, 'rotate', 'typed', '--json');
    const deleted = await run(runWebhooks, 'delete', 'typed');
    const after = await run(runWebhooks, 'list');

    // Assess
    expect([set, list, tried, rotated, deleted, after].map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0]);
    const secretIn = (printed: string) => /whsec_[A-Za-z0-9+/=]+/.exec(printed)?.[0] ?? '';
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(new Receiver(secretIn(set.printed)).verify(body, headers)).toMatchObject({ type: 'webhook.test' });
    expect(list.printed).toMatch(/^ *typed +active +http\S+ +call\.\* message\.sent$/m);
    expect(list.printed).not.toContain('whsec_');
    expect(tried.printed).toMatch(/^typed: accepted, answered 204, \d+ ms\n$/);
    expect(JSON.parse(rotated.printed)).toMatchObject({ secretVersion: 2, events: ['call.*', 'message.sent'] });
    expect(secretIn(rotated.printed)).not.toBe(secretIn(set.printed));
    expect(deleted.printed).toContain('typed: deleted');
    expect(after.printed).not.toContain('typed');
  });

  it('reports a receiver that does not accept the test', async () => {
    // Prepare
    answers.set('broken', [503]);
    await setWebhook('broken', { url: `${url}broken`, events: ['*'] });

    // Act
    const { status, printed } = await run(runWebhooks, 'test', 'broken');

    // Assess
    expect(status).toBe(1);
    expect(printed).toMatch(/^broken: not accepted, answered 503, \d+ ms\n$/);
    await serverClient(lab)('DELETE', '/v1/server/webhooks/broken');
  });

  it.each([
    [['test', 'unknown'], 'unknown'],
    [['set', 'typed', 'http://example.com/'], 'must begin with https://'],
    [['set', 'typed', 'https://example.com/', '--event', 'call.unknown'], 'events/0'],
  ])('fails with what the API says: %j', async (args, message) => {
    // Act
    const { status, said } = await run(runWebhooks, ...args);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain(message);
  });
});

describe('a delivery whose receiver failed until the end', { timeout: 180_000 }, () => {
  it('is dead-lettered, and after `ringpost dlq redrive` it is received', async () => {
    // Prepare
    const { secret } = (await setWebhook('late', { url: `${url}late`, events: ['receipt.*'] })).body;
    const at = new Date().toISOString();
    const event = { id: 'dead-event', type: 'receipt.shown', timestamp: at, data: { eventId: 'dead-event', at } };
    const task: DeliverTask = { task: 'deliver', webhookId: 'late', event, attempt: maxAttempts, dueAtMs: 0 };
    const { endpoints, webhookQueueUrl: QueueUrl } = (await anybody(lab)('GET', '/lab/access')).body;
    const sqs = new SQSClient(clientOptions(endpoints.sqs));
    const letters = async () => JSON.parse((await run(runDlq, 'list', '--json')).printed).deadLetters;
    received.length = 0;
    answers.set('late', [500]);

    // Act
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: queueText(task) }));
    sqs.destroy();
    const isOurs = ({ error }: { error?: string }) => error === 'status_500';
    const dead = await until(letters, (all) => all.some(isOurs), 60_000);
    const redriven = await run(runDlq, 'redrive', '--all');

    // Assess
    expect(dead.filter(isOurs)).toMatchObject([{ reason: 'failed' }]);
    expect(redriven.status).toBe(0);
    const [, { headers, body } = { headers: {}, body: '' }] = await until(
      async () => received.filter((each) => each.headers['webhook-id'] === event.id),
      (all) => all.length > 1,
      60_000,
    );
    expect(new Receiver(secret).verify(body, headers)).toMatchObject({ type: 'receipt.shown' });
    expect((await letters()).filter(isOurs)).toEqual([]);
    await serverClient(lab)('DELETE', '/v1/server/webhooks/late');
  });
});
