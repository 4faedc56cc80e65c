/** Idempotency, recall, large sends and statistics, whole, over HTTP and with the lab's phones. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { kitCommand } from '../../lab/phones/kit/kitCommand.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  send,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  // The first push opens a connection, and a second request waits for the first one's answer for a few seconds only.
  const bob = makeUser('bob');
  await makePhone(lab, { userId: bob });
  await userClient(lab, makeUser('alice'))('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
});
afterAll(() => lab.stop());

/** Sends as that user, with an Idempotency-Key. */
async function sendWithKey(userId: string, key: string, body: object, path = '/v1/messages'): Promise<Answer> {
  const authorization = `Bearer ${await lab.issueUserToken(userId)}`;
  return send(lab, { method: 'POST', path, body, headers: { authorization, 'idempotency-key': key } });
}
const changePhone = ({ phoneId }: LabPhone, body: object) => anybody(lab)('PATCH', `/lab/phones/${phoneId}`, body);
const notificationsOf = async (phone: LabPhone) => (await screenOf(lab, phone)).notifications as { body: string }[];

describe('an Idempotency-Key', () => {
  test('gives requests at the same moment one message and one answer', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const body = { to: { userId: bob }, ...text('hi') };
    const key = randomUUID();
    // Act
    const answers = await Promise.all([1, 2, 3].map(() => sendWithKey(alice, key, body)));
    const later = await sendWithKey(alice, key, body);
    // Assess
    expect(answers[0]).toMatchObject({ status: 200, body: { summary: { accepted: 1 } } });
    for (const answer of [...answers, later]) expect(answer).toEqual(answers[0]);
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });

  test('rings a phone once, and answers the same call again', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const body = { to: { userId: bob }, callerName: 'Alice' };
    const key = randomUUID();
    // Act
    const answers = [
      await sendWithKey(alice, key, { ...body, tapAgeMs: 120 }, '/v1/calls'),
      // It is older when the phone tries again.
      await sendWithKey(alice, key, { ...body, tapAgeMs: 1620 }, '/v1/calls'),
    ];
    // Assess
    expect(answers[0]).toMatchObject({ status: 201, body: { state: 'ringing' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });

  test('with another body is refused, and pushes nothing', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const key = randomUUID();
    await sendWithKey(alice, key, { to: { userId: bob }, ...text('hi') });
    // Act
    const answer = await sendWithKey(alice, key, { to: { userId: bob }, ...text('ho') });
    // Assess
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });

  test.each(['', ' ', 'two words', 'x'.repeat(256)])('in a wrong format is refused: %j', async (key) => {
    // Prepare
    const alice = makeUser('alice');
    // Act
    const answer = await sendWithKey(alice, key, { to: { userId: makeUser('bob') }, ...text('hi') });
    // Assess
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.idempotency-key' }] } });
  });
});

describe('a recalled message', () => {
  test('disappears from the phone that shows it and leaves other messages alone', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const asAlice = userClient(lab, alice);
    await asAlice('POST', '/v1/messages', { to: { userId: bob }, ...text('stays') });
    const { body: sent } = await asAlice('POST', '/v1/messages', { to: { userId: bob }, ...text('goes') });
    await until(
      () => notificationsOf(phone),
      (shown) => shown.length === 2,
    );
    // Act
    const recalled = await asAlice('POST', `/v1/messages/${sent.messageId}/recall`);
    // Assess
    expect(recalled).toMatchObject({ status: 200, body: { messageId: sent.messageId, summary: { accepted: 1 } } });
    const shown = await until(
      () => notificationsOf(phone),
      ({ length }) => length === 1,
    );
    expect(shown).toMatchObject([{ body: expect.stringContaining('stays') }]);
    const { body: read } = await asAlice('GET', `/v1/messages/${sent.messageId}`);
    expect(read.recalledAt).toBe(recalled.body.recalledAt);
    expect(read.timeline.at(-1)).toMatchObject({ event: 'recalled' });
  });

  test('can leave a note', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const asAlice = userClient(lab, alice);
    const { body: sent } = await asAlice('POST', '/v1/messages', { to: { userId: bob }, ...text('goes') });
    // Act
    await asAlice('POST', `/v1/messages/${sent.messageId}/recall`, { mode: 'replace' });
    // Assess
    const shown = await until(
      () => notificationsOf(phone),
      (all) => all[0]?.body === 'Message recalled',
    );
    expect(shown).toHaveLength(1);
  });

  test.each(['withdraw', 'replace'])(
    'by %s leaves a newer message in its place alone, even on a phone that was off',
    async (mode) => {
      // Prepare
      const [alice, bob] = [makeUser('alice'), makeUser('bob')];
      const [on, off] = [await makePhone(lab, { userId: bob }), await makePhone(lab, { userId: bob })];
      const asAlice = userClient(lab, alice);
      const order = { to: { userId: bob }, offlinePush: { collapseId: 'order-7' } };
      await changePhone(off, { network: 'off' });
      const { body: first } = await asAlice('POST', '/v1/messages', { ...order, ...text('packed') });
      await asAlice('POST', '/v1/messages', { ...order, ...text('sent') });
      // Act
      await asAlice('POST', `/v1/messages/${first.messageId}/recall`, { mode });
      await changePhone(off, { network: 'on' });
      // Assess
      for (const phone of [on, off]) {
        const shown = await until(
          () => notificationsOf(phone),
          (all) => all.length > 0,
        );
        expect(shown).toMatchObject([{ body: expect.stringContaining('sent') }]);
      }
    },
  );

  test('is not replaced by another user who knows its ID', async () => {
    // Prepare
    const [alice, mallory, bob] = [makeUser('alice'), makeUser('mallory'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const { body: sent } = await userClient(lab, alice)('POST', '/v1/messages', {
      to: { userId: bob },
      ...text('mine'),
    });
    // Act
    const offlinePush = { collapseId: sent.messageId };
    await userClient(lab, mallory)('POST', '/v1/messages', { to: { userId: bob }, ...text('forged'), offlinePush });
    // Assess
    const shown = await until(
      () => notificationsOf(phone),
      ({ length }) => length === 2,
    );
    expect(shown.map(({ body }) => body)).toEqual([expect.stringContaining('forged'), expect.stringContaining('mine')]);
  });

  test.each([
    ['somebody else', { mode: 'withdraw' }, 404],
    ['a wrong mode', { mode: 'erase' }, 400],
  ])('by %s is refused', async (who, body, status) => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const { body: sent } = await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    const caller = userClient(lab, who === 'somebody else' ? bob : alice);
    // Act
    const answer = await caller('POST', `/v1/messages/${sent.messageId}/recall`, body);
    // Assess
    expect(answer.status).toBe(status);
  });
});

describe('a message to 120 users', () => {
  test('is answered at once and finally lists each of them', async () => {
    // Prepare
    const alice = makeUser('alice');
    const bob = makeUser('bob');
    const phone = await makePhone(lab, { userId: bob });
    const userIds = [...Array.from({ length: 119 }, () => makeUser('nobody')), bob];
    const asAlice = userClient(lab, alice);
    // Act
    const sent = await asAlice('POST', '/v1/messages', { to: { userIds }, ...text('hi all') });
    const { body: read } = await until(
      () => asAlice('GET', `/v1/messages/${sent.body.messageId}`),
      ({ body }) => body.summary.retrying === 0,
    );
    // Assess
    expect(sent).toMatchObject({ status: 202, body: { summary: { retrying: 120 } } });
    expect(sent.body.targets).toHaveLength(120);
    expect(read.summary).toEqual({ accepted: 1, skipped: 119, rejected: 0, failed: 0, retrying: 0 });
    expect(read.reasons).toEqual({ 'skipped/no_device': 119 });
    expect(read.targets).toHaveLength(120);
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });
});

describe('statistics', () => {
  test('count what was sent by day and app', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const read = async () => {
      const { body } = await serverClient(lab)('GET', '/v1/server/stats');
      return body.days.find(({ appId }: { appId: string }) => appId === phone.appId)?.accepted ?? 0;
    };
    const before = await read();
    // Act
    await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    // Assess
    expect(await until(read, (accepted) => accepted > before)).toBeGreaterThan(before);
  });

  test('measure a ring from the tap to CallKit, on a phone whose clock is wrong and whose report waits', async () => {
    // Prepare
    const appId = 'com.example.elsewhere';
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob, appId });
    await changePhone(phone, { clockErrorMs: -600_000, reportDelayMs: 1000 });
    // The kit reports at once: docs/lab.md, "Phones whose app is the kit".
    const waitsMs = kitCommand(process.env) === undefined ? 1000 : 0;
    const tapAgeMs = 30_000;
    const call = { to: { userId: bob }, callerName: 'Alice', timeoutSeconds: 4, tapAgeMs };
    // Act
    const { body: ring } = await userClient(lab, alice)('POST', '/v1/calls', call);
    const report = await until(
      async () => {
        const { body } = await serverClient(lab)('GET', `/v1/server/calls/${ring.callId}`);
        return body.timeline.find(({ event }: { event: string }) => event === 'callReported');
      },
      (found) => found !== undefined,
      60_000,
    );
    const rings = async () => {
      const { body } = await serverClient(lab)('GET', `/v1/server/stats?appId=${appId}&by=day`);
      return body.phones[0]?.rings;
    };
    const counted = await until(rings, (found) => found?.timed === 1, 60_000);
    // Assess
    const exactMs = tapAgeMs + Date.parse(report.at) - Date.parse(ring.createdAt);
    expect(exactMs).toBeGreaterThanOrEqual(tapAgeMs + waitsMs);
    expect(counted).toMatchObject({ accepted: 1, reported: 1, lostPercent: 0, callees: 1, unreported: 0 });
    // With the start of the function, and without the ten minutes by which the clock of the phone is behind.
    expect(counted.p50Ms).toBeGreaterThanOrEqual(exactMs - 50);
    expect(counted.p50Ms).toBeLessThan(exactMs + 300_000);
  });
});
