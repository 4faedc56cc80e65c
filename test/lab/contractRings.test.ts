/** How phones learn that a ring is over, how they report, and what becomes of one that does not, whole, over HTTP. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

interface Event {
  event: string;
}

/** Alice and Bob, who has so many phones. */
async function aliceAndBob(phoneCount: number) {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phones: LabPhone[] = [];
  for (let count = 0; count < phoneCount; count += 1) phones.push(await makePhone(lab, { userId: bobId }));
  return { aliceId, bobId, alice: userClient(lab, aliceId), bob: userClient(lab, bobId), phones };
}

/** The tickets that the rings have brought to a phone. */
async function ticketOf(phone: LabPhone, callId: string): Promise<string> {
  const pushes = await until(
    () => pushesTo(lab, phone),
    (all) => all.some(({ payload }) => payload.callId === callId),
  );
  return pushes.find(({ payload }) => payload.callId === callId).payload.ticket;
}

const readRing = (ticket: string): Promise<Answer> => anybody(lab)('GET', `/v1/rings/${ticket}`);

describe('a ring ticket', () => {
  test('shows each phone the state of its ring without a login, and is never cached', async () => {
    // Prepare
    const { alice, bob, bobId, phones } = await aliceAndBob(2);
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
    const tickets = await Promise.all(phones.map((phone) => ticketOf(phone, call.callId)));
    const ringing = await Promise.all(tickets.map(readRing));
    // Act
    await bob('POST', `/v1/calls/${call.callId}/answer`, { deviceId: phones[0]?.deviceId });
    const answered = await Promise.all(tickets.map(readRing));
    await alice('POST', `/v1/calls/${call.callId}/end`);
    const ended = await Promise.all(tickets.map(readRing));
    // Assess
    const { callId } = call;
    expect(ringing.map(({ body }) => body)).toEqual([
      { callId, state: 'ringing' },
      { callId, state: 'ringing' },
    ]);
    expect(answered.map(({ body }) => body)).toEqual([
      { callId, state: 'answered' },
      { callId, state: 'answered', endedReason: 4, endedReasonName: 'answeredElsewhere' },
    ]);
    expect(ended.map(({ body }) => body)).toEqual([
      { callId, state: 'ended', endedReason: 2, endedReasonName: 'remoteEnded' },
      { callId, state: 'ended', endedReason: 4, endedReasonName: 'answeredElsewhere' },
    ]);
    const response = await fetch(`${lab.url}/v1/rings/${tickets[0]}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('that is forged or altered reveals nothing', async () => {
    // Prepare
    const { alice, bobId, phones } = await aliceAndBob(1);
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
    const [phone] = phones as [LabPhone];
    const ticket = await ticketOf(phone, call.callId);
    const changed = ticket.slice(0, 20) + (ticket[20] === 'A' ? 'B' : 'A') + ticket.slice(21);
    // Act
    const answers = await Promise.all(['x', 'x'.repeat(63), changed].map(readRing));
    // Assess
    expect(answers).toMatchObject(Array(3).fill({ status: 404, body: { code: 'unknown_ring' } }));
    expect(JSON.stringify(answers)).not.toContain(call.callId);
  });
});

describe('a call', () => {
  test('is ended by its timer, even when no client asks', async () => {
    // Prepare
    const { alice, bobId } = await aliceAndBob(1);
    // Act
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId }, timeoutSeconds: 1 });
    const seen = await until(
      () => alice('GET', `/v1/calls/${call.callId}`),
      ({ body }) => body.timeline.some(({ event }: Event) => event === 'timedOut'),
    );
    // Assess
    expect(seen.body).toMatchObject({ state: 'timedOut', endedReason: 3, participants: [{ state: 'timedOut' }] });
  });

  test('of several continues without those who leave, and rings later invitees', async () => {
    // Prepare
    const { alice, bob, bobId, phones } = await aliceAndBob(1);
    const [carolId, daveId] = [makeUser('carol'), makeUser('dave')];
    for (const userId of [carolId, daveId]) await makePhone(lab, { userId });
    const [phone] = phones as [LabPhone];
    // Act
    const { body: call } = await alice('POST', '/v1/calls', { to: { userIds: [bobId, carolId] } });
    const path = `/v1/calls/${call.callId}`;
    await bob('POST', `${path}/answer`, { deviceId: phone.deviceId });
    const invited = await bob('POST', `${path}/participants`, { userIds: [daveId], deviceId: phone.deviceId });
    await userClient(lab, daveId)('POST', `${path}/answer`);
    const left = await alice('POST', `${path}/leave`);
    const last = await bob('POST', `${path}/leave`, { deviceId: phone.deviceId });
    const ended = await userClient(lab, daveId)('POST', `${path}/end`);
    // Assess
    const states = ({ body }: Answer) => body.participants.map(({ state }: { state: string }) => state);
    expect(call.participants).toEqual([
      { userId: bobId, state: 'ringing' },
      { userId: carolId, state: 'ringing' },
    ]);
    expect(invited).toMatchObject({ status: 200, body: { state: 'answered' } });
    expect(states(invited)).toEqual(['answered', 'ringing', 'ringing']);
    expect(left.body.state).toBe('answered');
    // Dave waits for Carol.
    expect(states(last)).toEqual(['ended', 'ringing', 'answered']);
    expect(ended.body.state).toBe('ended');
    expect(states(ended)).toEqual(['ended', 'cancelled', 'ended']);
  });

  test('can only be ended by the phone that answered', async () => {
    // Prepare
    const { alice, bob, bobId, phones } = await aliceAndBob(2);
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
    await bob('POST', `/v1/calls/${call.callId}/answer`, { deviceId: phones[0]?.deviceId });
    // Act
    const answer = await bob('POST', `/v1/calls/${call.callId}/end`, { deviceId: phones[1]?.deviceId });
    // Assess
    expect(answer).toMatchObject({ status: 409, body: { code: 'call_state', state: 'answered' } });
  });
});

describe('a phone that never reports its calls', () => {
  test('does not count as missed when it was short or when all came from one caller', async () => {
    // Prepare
    const { alice, bob, bobId, phones } = await aliceAndBob(1);
    const [phone] = phones as [LabPhone];
    await anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { reportsCalls: false });
    const ringOnce = async () => {
      const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
      await alice('POST', `/v1/calls/${call.callId}/cancel`);
      return (await alice('GET', `/v1/calls/${call.callId}`)).body;
    };
    const rungBy = ({ targets }: { targets: { kind: string; outcome: string }[] }) =>
      targets.filter(({ outcome }) => outcome === 'accepted').map(({ kind }) => kind);
    // Act
    const calls = [await ringOnce(), await ringOnce(), await ringOnce()];
    const { body: listed } = await bob('GET', '/v1/devices');
    // Assess
    expect(calls.map(rungBy)).toEqual([['voip'], ['voip'], ['voip']]);
    const events = calls.flatMap(({ timeline }) => timeline.map(({ event }: Event) => event));
    expect(events).not.toContain('report_missing');
    expect(listed.devices[0].reportGuard).toBeUndefined();
  });

  test('is not guarded where the team switched the guard off, which takes only auto or off', async () => {
    // Prepare
    const set = (reportGuard: string) =>
      serverClient(lab)('PUT', '/v1/server/apps/com.example.unguarded', { calls: { reportGuard } });
    // Act
    const answers = [await set('off'), await set('auto'), await set('sometimes')];
    // Assess
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
    expect(answers[0]?.body).toMatchObject({ settings: { calls: { reportGuard: 'off' } } });
    expect(answers[2]?.body).toMatchObject({ errors: [{ path: '/calls/reportGuard' }] });
  });
});

describe('receipts', () => {
  test('of a call are in its timeline; other receipts are reported as unknown', async () => {
    // Prepare
    const { alice, bob, bobId, phones } = await aliceAndBob(1);
    const deviceId = phones[0]?.deviceId;
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
    const strange = randomUUID();
    const at = new Date().toISOString();
    const receipts = [call.callId, strange].map((callId) => ({ callId, deviceId, event: 'callReported', at }));
    // Act
    const answer = await bob('POST', '/v1/receipts', { receipts });
    // Assess
    expect(answer).toMatchObject({ status: 202, body: { recorded: 1, unknown: [strange] } });
    const { body: seen } = await alice('GET', `/v1/calls/${call.callId}`);
    expect(seen.timeline).toContainEqual(expect.objectContaining({ event: 'callReported', deviceId }));
  });

  test('of unknown devices are not kept', async () => {
    // Prepare
    const { alice, bob, bobId } = await aliceAndBob(1);
    const { body: sent } = await alice('POST', '/v1/messages', { to: { userId: bobId }, ...text('hi') });
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId } });
    const at = new Date().toISOString();
    const deviceId = randomUUID();
    // Act
    const answer = await bob('POST', '/v1/receipts', {
      receipts: [
        { messageId: sent.messageId, deviceId, event: 'tapped', at },
        { callId: call.callId, deviceId, event: 'callReported', at },
      ],
    });
    // Assess
    expect(answer).toMatchObject({ status: 202, body: { recorded: 0, unknown: [sent.messageId, call.callId] } });
    const { body: seen } = await alice('GET', `/v1/messages/${sent.messageId}`);
    expect(seen.receipts).toEqual({ delivered: 0, shown: 0, tapped: 0 });
  });
});
