/** A stage that records only messages with a problem, over HTTP and with the lab's phones. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  makePhone,
  makeUser,
  pushesTo,
  send,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0, messageRecords: 'problems' });
});
afterAll(() => lab.stop());

async function prepare() {
  const [alice, bob] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bob });
  return { alice, bob, phone, ask: userClient(lab, alice), message: { to: { userId: bob }, ...text('hi') } };
}

describe('a message that APNs has accepted', () => {
  test('is pushed and not recorded, which its sender and a server are answered', async () => {
    // Prepare
    const { ask, phone, message } = await prepare();

    // Act
    const sent = await ask('POST', '/v1/messages', message);
    const path = `/${sent.body.messageId}`;
    const read = await ask('GET', `/v1/messages${path}`);
    const recalled = await ask('POST', `/v1/messages${path}/recall`, { mode: 'withdraw' });
    const readByServer = await serverClient(lab)('GET', `/v1/server/messages${path}`);

    // Assess
    expect(sent).toMatchObject({ status: 200, body: { summary: { accepted: 1 } } });
    expect(await pushesTo(lab, phone)).toHaveLength(1);
    for (const { status, body } of [read, recalled, readByServer]) {
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'unknown_message' } });
      expect(body.detail).toContain('messageRecords: problems');
    }
  });

  test('is recorded if it has an Idempotency-Key', async () => {
    // Prepare
    const { alice, ask, message } = await prepare();
    const headers = {
      authorization: `Bearer ${await lab.issueUserToken(alice)}`,
      'idempotency-key': randomUUID(),
    };

    // Act
    const { body } = await send(lab, { method: 'POST', path: '/v1/messages', body: message, headers });

    // Assess
    expect(await ask('GET', `/v1/messages/${body.messageId}`)).toMatchObject({ status: 200 });
  });
});

describe('a message with a problem', () => {
  test('to a user without a phone is recorded with its reason', async () => {
    // Prepare
    const { ask } = await prepare();
    const message = { to: { userId: makeUser('nobody') }, ...text('hi') };

    // Act
    const { body } = await ask('POST', '/v1/messages', message);

    // Assess
    expect(await ask('GET', `/v1/messages/${body.messageId}`)).toMatchObject({
      status: 200,
      body: { summary: { accepted: 0 } },
    });
  });

  test('that is pushed again is recorded with what came of it', async () => {
    // Prepare
    const { ask, phone, message } = await prepare();
    const fault = { kind: 'status', status: 503, reason: 'ServiceUnavailable', match: phone.tokens.alert, count: 1 };
    await anybody(lab)('POST', '/lab/faults', fault);

    // Act
    const { status, body } = await ask('POST', '/v1/messages', message);

    // Assess
    expect(status).toBe(202);
    const read = () => ask('GET', `/v1/messages/${body.messageId}`);
    await until(read, (answer) => answer.body.summary?.accepted === 1, 30_000);
  });
});
