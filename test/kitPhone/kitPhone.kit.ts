/**
 * Phones of the lab whose app is the kit: the Swift sources as a process, against the stand-ins of Apple's frameworks.
 * Run by `npm run test:ios:lab`, which builds them first, together with the contract's own tests.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  screenOf,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const press = (phone: LabPhone, action: string) =>
  anybody(lab)('POST', `/lab/phones/${phone.phoneId}/actions`, { action });
const change = (phone: LabPhone, change: object) => anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, change);
const callOn = (phone: LabPhone, isWanted: (call: { state: string; endedReason?: number } | undefined) => boolean) =>
  until(
    async () => (await screenOf(lab, phone)).call,
    (call) => isWanted(call),
    30_000,
  );

async function ringing(request: object = {}) {
  const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
  const [phone, other] = [await makePhone(lab, { userId }), await makePhone(lab, { userId })];
  const alice = userClient(lab, aliceId);
  const { body } = await alice('POST', '/v1/calls', { to: { userId }, callerName: 'Alice', ...request });
  await Promise.all([phone, other].map((one) => callOn(one, (call) => call?.state === 'ringing')));
  return { phone, other, alice, bob: userClient(lab, userId), callId: body.callId as string };
}

describe('a phone whose app is the kit', () => {
  test('registers with the kit’s version', async () => {
    // Prepare
    const userId = makeUser('bob');
    const phone = await makePhone(lab, { userId });

    // Act
    const { body } = await userClient(lab, userId)('GET', '/v1/devices');

    // Assess
    expect(body.devices).toMatchObject([{ deviceId: phone.deviceId, kitVersion: '0.1.0' }]);
  });

  test('reports the call to CallKit, and says so to the server', async () => {
    // Act
    const { phone, alice, callId } = await ringing();

    // Assess
    type Line = { event: string; deviceId?: string };
    await until(
      async () => (await alice('GET', `/v1/calls/${callId}`)).body.timeline as Line[],
      (timeline) => timeline.some(({ event, deviceId }) => event === 'callReported' && deviceId === phone.deviceId),
      30_000,
    );
  });

  test('rings, and says when CallKit took the call, although its clock is ten minutes ahead', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    await change(phone, { clockErrorMs: 600_000 });
    const alice = userClient(lab, aliceId);

    // Act
    const { body } = await alice('POST', '/v1/calls', { to: { userId }, callerName: 'Alice', tapAgeMs: 20 });
    const report = await until(
      async () => {
        const timeline: { event: string; at: string }[] = (await alice('GET', `/v1/calls/${body.callId}`)).body
          .timeline;
        return timeline.find(({ event }) => event === 'callReported');
      },
      (found) => found !== undefined,
      30_000,
    );

    // Assess
    expect(Date.parse(report?.at ?? '')).toBeLessThanOrEqual(Date.now());
    const { call } = await screenOf(lab, phone);
    expect(call).toMatchObject({ state: 'ringing' });
    expect(call?.expiresAt).toBeLessThanOrEqual(Date.now() / 1000 + 62);
  });

  test('answers from the call screen, and the other phone stops with reason 4', async () => {
    // Prepare
    const { phone, other, alice, callId } = await ringing();

    // Act
    await press(phone, 'answer');

    // Assess
    // CallKit shows the answer once the server has taken it.
    expect(await callOn(phone, (call) => call?.state === 'answered')).toMatchObject({ callId });
    expect(await callOn(other, (call) => call?.endedReason !== undefined)).toMatchObject({ endedReason: 4 });
    expect((await alice('GET', `/v1/calls/${callId}`)).body.state).toBe('answered');
  });

  test('hangs up, and the server knows', async () => {
    // Prepare
    const { phone, alice, callId } = await ringing();
    await press(phone, 'answer');

    // Act
    await press(phone, 'end');

    // Assess
    await callOn(phone, (call) => call?.state === 'ended');
    await until(
      async () => (await alice('GET', `/v1/calls/${callId}`)).body.state,
      (state) => state === 'ended',
      30_000,
    );
  });

  test('declines, and the other phone stops with reason 5', async () => {
    // Prepare
    const { phone, other } = await ringing();

    // Act
    await press(phone, 'decline');

    // Assess
    await callOn(phone, (call) => call?.state === 'declined');
    expect(await callOn(other, (call) => call?.endedReason !== undefined)).toMatchObject({ endedReason: 5 });
  });

  test('stops when the other side hangs up in the call', async () => {
    // Prepare
    const { phone, alice, callId } = await ringing();
    await press(phone, 'answer');

    // Act
    await alice('POST', `/v1/calls/${callId}/end`, {});

    // Assess
    expect(await callOn(phone, (call) => call?.endedReason !== undefined)).toMatchObject({ endedReason: 2 });
  });

  test('is started by the push of a call when its app was killed, and reports before iOS looks', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    await change(phone, { state: 'killed' });

    // Act
    await userClient(lab, aliceId)('POST', '/v1/calls', { to: { userId } });

    // Assess
    await callOn(phone, (call) => call?.state === 'ringing');
    expect(await screenOf(lab, phone)).toMatchObject({ state: 'background', voip: { missedReports: 0 } });
  });

  test('stops ringing when it is killed, and rings for the next call', async () => {
    // Prepare
    const { phone, alice, callId } = await ringing();

    // Act
    await change(phone, { state: 'killed' });
    const dead = await screenOf(lab, phone);
    await alice('POST', `/v1/calls/${callId}/cancel`, {});
    const { userId } = await screenOf(lab, phone);
    const next = await alice('POST', '/v1/calls', { to: { userId } });

    // Assess
    expect(dead.call).toMatchObject({ state: 'failed', endedReason: 1 });
    await until(
      async () => (await screenOf(lab, phone)).call,
      (call) => call?.callId === next.body.callId && call.state === 'ringing',
      30_000,
    );
  });

  test('ends a ring by its own clock when it has no network', async () => {
    // Prepare
    const { phone } = await ringing({ timeoutSeconds: 4 });

    // Act
    await change(phone, { network: 'off' });

    // Assess
    expect(await callOn(phone, (call) => call?.endedReason !== undefined)).toMatchObject({ endedReason: 3 });
  });

  test('shows what the caller changes while it rings', async () => {
    // Prepare
    const { phone, other, alice, callId } = await ringing();

    // Act
    await alice('PATCH', `/v1/calls/${callId}`, { callerName: 'Alice B.' });

    // Assess
    for (const one of [phone, other]) {
      const { call } = await until(
        () => screenOf(lab, one),
        (screen) => screen.call?.callerName === 'Alice B.',
        30_000,
      );
      expect(call).toMatchObject({ callId, state: 'ringing' });
    }
  });

  test('repeats an answer that found no network', async () => {
    // Prepare
    const { phone, alice, callId } = await ringing();
    await change(phone, { network: 'off' });

    // Act
    await press(phone, 'answer');
    await change(phone, { network: 'on' });

    // Assess
    expect(await callOn(phone, (call) => call?.state !== 'ringing')).toMatchObject({ state: 'answered' });
    expect((await alice('GET', `/v1/calls/${callId}`)).body.state).toBe('answered');
  });

  test('is busy for a second caller while it is in a call', async () => {
    // Prepare
    const { phone, other, callId } = await ringing();
    await press(phone, 'answer');
    await change(other, { uninstalled: true });
    const { userId } = await screenOf(lab, phone);
    const carol = userClient(lab, makeUser('carol'));

    // Act
    const { body: second } = await carol('POST', '/v1/calls', { to: { userId } });

    // Assess
    await until(
      async () => (await carol('GET', `/v1/calls/${second.callId}`)).body.state,
      (state) => state === 'busy',
      30_000,
    );
    expect(await callOn(phone, (call) => call?.state === 'answered')).toMatchObject({ callId });
  });

  test('reports the messages that its user opens', async () => {
    // Prepare
    const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId });
    const alice = userClient(lab, aliceId);
    const sent = await alice('POST', '/v1/messages', {
      to: { userId },
      ...text('hi'),
      offlinePush: { mutableContent: true },
    });

    // Act
    await press(phone, 'open');

    // Assess
    await until(
      async () => (await alice('GET', `/v1/messages/${sent.body.messageId}`)).body.receipts,
      (receipts) => receipts.delivered === 1 && receipts.shown === 1,
      30_000,
    );
  });
});
