/** Ring insurance with the lab's phones: a VoIP push that APNs accepts and loses, and one that is reported late. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { anybody, type LabPhone, makePhone, makeUser, pushesTo, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

/** Far beyond what an idle machine takes. */
const withinMs = 60_000;
const testWithin = { timeout: 6 * withinMs };

/** Alice, and Bob, whose phone has reported a call before. */
async function aliceAndBob() {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bobId });
  const alice = userClient(lab, aliceId);
  const { callId } = (await alice('POST', '/v1/calls', { to: { userId: bobId } })).body;
  await until(
    () => timelineOf(callId),
    (timeline) => timeline.some(({ event }) => event === 'callReported'),
    withinMs,
  );
  await alice('POST', `/v1/calls/${callId}/cancel`);
  await until(
    () => viewOf(phone),
    ({ call }) => call?.endedReason !== undefined,
    withinMs,
  );
  return {
    call: async () => (await alice('POST', '/v1/calls', { to: { userId: bobId } })).body.callId,
    timelineOf,
    phone,
  };

  async function timelineOf(id: string): Promise<{ event: string; kind?: string; reason?: string }[]> {
    return (await alice('GET', `/v1/calls/${id}`)).body.timeline;
  }
}

const viewOf = async ({ phoneId }: LabPhone) => (await anybody(lab)('GET', `/lab/phones/${phoneId}`)).body;

interface Shown {
  notifications: { call?: { callId: string } }[];
}
const showsRing = ({ notifications }: Shown, callId: string) =>
  notifications.some(({ call }) => call?.callId === callId);

/** How many VoIP pushes of a call a phone got, or would have got. */
async function voipPushes(phone: LabPhone, callId: string): Promise<number> {
  return (await pushesTo(lab, phone)).filter(({ payload }) => payload.callId === callId).length;
}

test('a phone whose VoIP push was lost rings by an alert, and gets no second VoIP push', testWithin, async () => {
  // Prepare
  const { call, timelineOf, phone } = await aliceAndBob();
  const { voip } = phone.tokens;
  await anybody(lab)('POST', '/lab/faults', { kind: 'lost', match: voip, count: 1 });
  // Act
  const callId = await call();
  const view = await until(
    () => viewOf(phone),
    (shown) => showsRing(shown, callId),
    withinMs,
  );
  // Assess
  expect(view.call?.callId).not.toBe(callId);
  const insured = await until(
    () => timelineOf(callId),
    (timeline) => timeline.some(({ reason }) => reason === 'ring_insurance'),
    withinMs,
  );
  expect(insured).toContainEqual(
    expect.objectContaining({ event: 'accepted', kind: 'alert', reason: 'ring_insurance' }),
  );
  expect(await voipPushes(phone, callId)).toBe(1);
});

test('a phone that reports late rings by both, until the alert is withdrawn', testWithin, async () => {
  // Prepare
  const { call, timelineOf, phone } = await aliceAndBob();
  await anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { reportDelayMs: 6900 });
  // Act
  const callId = await call();
  await until(
    () => viewOf(phone),
    (shown) => showsRing(shown, callId),
    withinMs,
  );
  const timeline = await until(
    () => timelineOf(callId),
    (lines) => lines.some(({ reason }) => reason === 'insurance_withdrawn'),
    withinMs,
  );
  // Assess
  expect(timeline.map(({ event }) => event)).toContain('callReported');
  const view = await until(
    () => viewOf(phone),
    (shown) => !showsRing(shown, callId),
    withinMs,
  );
  expect(view.call).toMatchObject({ callId, state: 'ringing' });
  expect(await voipPushes(phone, callId)).toBe(1);
});
