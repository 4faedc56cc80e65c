/** Reports without a login, by the tickets in pushes, whole, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

/** Alice, and Bob, whose phone has iOS but no app that would report by itself. */
async function aliceAndBob() {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab);
  const { deviceId, appId, tokens } = phone;
  const kinds = { alert: { token: tokens.alert }, voip: { token: tokens.voip } };
  await userClient(lab, bobId)('PUT', `/v1/devices/${deviceId}`, { appId, tokens: kinds });
  return { alice: userClient(lab, aliceId), bob: userClient(lab, bobId), bobId, phone };
}

/** Payload of the push to a phone that matches. */
async function payloadAt(phone: LabPhone, matches: (payload: { ringpost?: unknown }) => boolean) {
  const pushes = await until(
    () => pushesTo(lab, phone),
    (all) => all.some(({ payload }) => matches(payload)),
  );
  return pushes.find(({ payload }) => matches(payload)).payload;
}

const report = (ticket: string, event: string) =>
  anybody(lab)('POST', `/v1/receipts/${ticket}`, { event, at: new Date().toISOString() });

describe('the ticket of a message', () => {
  test('reports its message and nothing else', async () => {
    // Prepare
    const { alice, bobId, phone } = await aliceAndBob();
    const message = { to: { userId: bobId }, ...text('hi'), offlinePush: { mutableContent: true } };
    const { messageId } = (await alice('POST', '/v1/messages', message)).body;
    const { receipt } = (await payloadAt(phone, ({ ringpost }) => ringpost !== undefined)).ringpost;
    const changed = receipt.slice(0, 20) + (receipt[20] === 'A' ? 'B' : 'A') + receipt.slice(21);
    // Act
    const answers = [
      await report(receipt, 'delivered'),
      await report(receipt, 'callReported'),
      await report(changed, 'delivered'),
      await anybody(lab)('GET', `/v1/rings/${receipt}`),
    ];
    // Assess
    expect(answers).toMatchObject([
      { status: 202, body: { recorded: 1 } },
      { status: 400, body: { code: 'receipt_event' } },
      { status: 404, body: { code: 'unknown_ticket' } },
      { status: 404, body: { code: 'unknown_ring' } },
    ]);
    const { body } = await alice('GET', `/v1/messages/${messageId}`);
    expect(body.receipts).toEqual({ delivered: 1, shown: 0, tapped: 0 });
  });

  test('is invalid once its device is logged out', async () => {
    // Prepare
    const { alice, bob, bobId, phone } = await aliceAndBob();
    await alice('POST', '/v1/messages', { to: { userId: bobId }, ...text('hi') });
    const { receipt } = (await payloadAt(phone, ({ ringpost }) => ringpost !== undefined)).ringpost;
    await bob('DELETE', `/v1/devices/${phone.deviceId}`);
    // Act
    const answer = await report(receipt, 'tapped');
    // Assess
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_ticket' } });
  });
});

test('the ticket of a ring reports that its phone shows the call', async () => {
  // Prepare
  const { alice, bobId, phone } = await aliceAndBob();
  const { callId } = (await alice('POST', '/v1/calls', { to: { userId: bobId } })).body;
  const { ticket } = await payloadAt(phone, ({ ringpost }) => ringpost === 1);
  // Act
  const answers = [await report(ticket, 'callReported'), await report(ticket, 'shown')];
  // Assess
  expect(answers).toMatchObject([
    { status: 202, body: { recorded: 1 } },
    { status: 400, body: { code: 'receipt_event' } },
  ]);
  const { timeline } = (await alice('GET', `/v1/calls/${callId}`)).body;
  expect(timeline).toContainEqual(expect.objectContaining({ event: 'callReported', deviceId: phone.deviceId }));
});
