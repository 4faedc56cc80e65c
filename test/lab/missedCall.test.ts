/** What a phone shows of a call that its user has missed, whole, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  serverClient,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

interface Line {
  event: string;
  reason?: string;
  deviceId?: string;
}

/** Bob has a phone with CallKit, and one in China, where calls ring by alerts. */
async function world() {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phones = [await makePhone(lab, { userId: bobId }), await makePhone(lab, { userId: bobId })] as const;
  const [, alertPhone] = phones;
  const alice = userClient(lab, aliceId);
  const bob = userClient(lab, bobId);
  await anybody(lab)('PATCH', `/lab/phones/${alertPhone.phoneId}`, { territory: 'CN', locale: 'en-GB' });
  await until(
    () => bob('GET', '/v1/devices'),
    ({ body }) => body.devices.some(({ territory }: { territory?: string }) => territory === 'CN'),
  );
  return { alice, bob, bobId, phones, alertPhone };
}

const missedLines = (timeline: Line[]) => timeline.filter(({ reason }) => reason === 'missed_call');

describe('a call that goes unanswered', () => {
  test.each([
    ['the caller cancels', 60, true],
    ['nobody answers in time', 2, false],
  ])('alerts each phone once when %s, replacing the ring alert', async (_how, timeoutSeconds, isCancelled) => {
    // Prepare
    const { alice, bobId, phones, alertPhone } = await world();
    const { body: call } = await alice('POST', '/v1/calls', {
      to: { userId: bobId },
      callerName: 'Alice',
      timeoutSeconds,
    });
    const ringing = await until(
      () => screenOf(lab, alertPhone),
      ({ notifications }) => notifications.length > 0,
    );

    // Act
    if (isCancelled) await alice('POST', `/v1/calls/${call.callId}/cancel`);
    const { body: seen } = await until(
      () => alice('GET', `/v1/calls/${call.callId}`),
      ({ body }) => missedLines(body.timeline).length >= 2,
    );

    // Assess
    expect(ringing.notifications).toMatchObject([{ title: 'Alice', body: 'Incoming call' }]);
    const screen = await until(
      () => screenOf(lab, alertPhone),
      ({ notifications }) => notifications[0]?.body !== 'Incoming call',
    );
    expect(screen.notifications).toMatchObject([{ title: 'Alice', body: 'Missed call', sound: 'default' }]);
    expect(screen.badge).toBe(0);
    const other = await screenOf(lab, phones[0]);
    expect(other.notifications).toHaveLength(1);
    expect(missedLines(seen.timeline).map(({ event, deviceId }) => [event, deviceId])).toEqual(
      expect.arrayContaining(phones.map(({ deviceId }) => ['accepted', deviceId])),
    );
    for (const phone of phones) {
      const told = (await pushesTo(lab, phone)).filter(({ payload }) => payload.ringpost?.missedCall);
      expect(told).toHaveLength(1);
    }
  });

  test('can be switched off by the team', async () => {
    // Prepare
    const set = (calls: object) => serverClient(lab)('PUT', '/v1/server/apps/com.example.quiet', { calls });

    // Act
    const off = await set({ missedCallAlert: false });
    const wrong = await set({ missedCallAlert: 'no' });

    // Assess
    expect(off).toMatchObject({ status: 200, body: { settings: { calls: { missedCallAlert: false } } } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: '/calls/missedCallAlert' }] } });
  });
});
