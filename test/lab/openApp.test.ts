/** Apps that are open: Ringpost pushes nothing to them, and they hear of messages and calls by their team's connection. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab?.stop());

const change = (phone: LabPhone, wanted: object) => anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, wanted);

/** A user with two phones, the app open on the first; and another one who writes and calls. */
async function someone() {
  const [userId, from] = [makeUser('reader'), makeUser('writer')];
  const [open, pocket] = [await makePhone(lab, { userId }), await makePhone(lab, { userId, locale: 'zh-Hans-CN' })];
  await makePhone(lab, { userId: from });
  await change(open, { state: 'foreground' });
  return { userId, from, open, pocket, writer: userClient(lab, from), reader: userClient(lab, userId) };
}

const bodies = async (phone: LabPhone): Promise<string[]> =>
  (await screenOf(lab, phone)).history.map(({ body }: { body: string }) => body);
const untilShown = (phone: LabPhone, body: string) =>
  until(
    () => bodies(phone),
    (shown) => shown.includes(body),
  );
const callOn = async (phone: LabPhone) => (await screenOf(lab, phone)).call;

describe('a message to a user whose app is open', () => {
  it('appears in the conversation of the app without a push, and on the other phone when its app is opened', async () => {
    // Prepare
    const { userId, writer, open, pocket } = await someone();
    await writer('PUT', '/v1/profile', { nickname: 'Walt' });

    // Act
    const { body } = await writer('POST', '/v1/messages', {
      to: { userId },
      elements: [{ type: 'text', text: 'are you there?' }, { type: 'image' }],
    });
    await untilShown(open, 'Walt:are you there?[Image]');

    // Assess
    expect(body.summary).toMatchObject({ accepted: 0, skipped: 2 });
    expect(await bodies(pocket)).toEqual([]);
    expect((await screenOf(lab, open)).notifications).toEqual([]);
    expect([...(await pushesTo(lab, open)), ...(await pushesTo(lab, pocket))]).toEqual([]);
    await change(pocket, { state: 'foreground' });
    expect(await bodies(pocket)).toEqual(['Walt:are you there?[图片]']);
  });

  it('of a server or to a group appears too, and disappears when it is recalled', async () => {
    // Prepare
    const { userId, from, writer, open } = await someone();
    const groupId = makeUser('group');
    await writer('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
    await writer('PUT', `/v1/groups/${groupId}/members/${userId}`, {});

    // Act
    await serverClient(lab)('POST', '/v1/server/messages', { from, to: { userIds: [userId] }, ...text('by server') });
    await serverClient(lab)('POST', '/v1/server/messages/batch', {
      messages: [
        { from, to: {}, ...text('rejected') },
        { from, to: { userId }, ...text('in a batch') },
      ],
    });
    const { body } = await writer('POST', '/v1/messages', { to: { groupId }, ...text('to all') });
    await untilShown(open, '(Family):to all');
    await writer('POST', `/v1/messages/${body.messageId}/recall`, {});
    const left = await until(
      () => bodies(open),
      (shown) => shown.length === 2,
    );

    // Assess
    expect(left).toEqual(['in a batch', 'by server']);
  });

  it('that was also pushed appears once', async () => {
    // Prepare
    const { userId, writer, open } = await someone();

    // Act
    await writer('POST', '/v1/messages', { to: { userId }, ...text('both ways'), offlinePush: { sound: 'none' } });
    await change(open, { state: 'background' });
    await writer('POST', '/v1/messages', { to: { userId }, ...text('pushed') });
    await untilShown(open, 'pushed');
    await change(open, { state: 'foreground' });

    // Assess
    expect(await bodies(open)).toEqual(['pushed', 'both ways']);
  });

  it('of a user who is blocked is not shown', async () => {
    // Prepare
    const { userId, from, writer, reader, open } = await someone();
    await reader('PUT', `/v1/blocks/${from}`);

    // Act
    await writer('POST', '/v1/messages', { to: { userId }, ...text('let me in') });
    await serverClient(lab)('POST', '/v1/server/messages', {
      from: makeUser('friend'),
      to: { userId },
      ...text('last'),
    });
    await untilShown(open, 'last');

    // Assess
    expect(await bodies(open)).toEqual(['last']);
  });

  it('appears only once the phone has a network', async () => {
    // Prepare
    const { userId, writer, open } = await someone();
    await change(open, { network: 'off' });

    // Act
    await writer('POST', '/v1/messages', { to: { userId }, ...text('later') });
    const before = await bodies(open);
    await change(open, { network: 'on' });
    await untilShown(open, 'later');

    // Assess
    expect(before).toEqual([]);
  });
});

describe('a call to a user whose app is open', () => {
  it('rings in the app, without a push, and can be answered there', async () => {
    // Prepare
    const { userId, writer, open, pocket } = await someone();

    // Act
    const { body } = await writer('POST', '/v1/calls', { to: { userId }, callerName: 'Walt', hasVideo: true });
    const ringing = await until(
      () => callOn(open),
      (call) => call !== undefined,
    );
    await anybody(lab)('POST', `/lab/phones/${open.phoneId}/actions`, { action: 'answer' });

    // Assess
    expect(ringing).toMatchObject({ callId: body.callId, state: 'ringing', callerName: 'Walt', hasVideo: true });
    expect((await writer('GET', `/v1/calls/${body.callId}`)).body.state).toBe('answered');
    expect([await callOn(pocket), ...(await pushesTo(lab, open)), ...(await pushesTo(lab, pocket))]).toEqual([
      undefined,
    ]);
  });

  it('stops in the app when the caller cancels', async () => {
    // Prepare
    const { userId, writer, open } = await someone();
    const { body } = await writer('POST', '/v1/calls', { to: { userId } });
    await until(
      () => callOn(open),
      (call) => call?.state === 'ringing',
    );

    // Act
    await writer('POST', `/v1/calls/${body.callId}/cancel`, {});
    const ended = await until(
      () => callOn(open),
      (call) => call.endedReason !== undefined,
    );

    // Assess
    expect(ended).toMatchObject({ state: 'cancelled', endedReason: 2 });
  });

  it('rings on a phone whose app is opened while it rings, and not on one where it is answered elsewhere', async () => {
    // Prepare
    const { userId, writer, open, pocket } = await someone();
    const { body } = await writer('POST', '/v1/calls', { to: { userId }, callerName: 'Walt' });

    // Act
    await change(pocket, { state: 'foreground' });
    const late = await callOn(pocket);
    await anybody(lab)('POST', `/lab/phones/${pocket.phoneId}/actions`, { action: 'answer' });
    await change(open, { state: 'background' });
    await change(open, { state: 'foreground' });
    const elsewhere = await until(
      () => callOn(open),
      (call) => call.endedReason !== undefined,
    );

    // Assess
    expect(late).toMatchObject({ callId: body.callId, state: 'ringing', callerName: 'Walt' });
    expect(elsewhere).toMatchObject({ callId: body.callId, endedReason: 4 });
  });

  it('rings in the app of a user who is invited to it', async () => {
    // Prepare
    const { userId, from, open } = await someone();
    const other = makeUser('other');
    const phone = await makePhone(lab, { userId: other });
    const caller = userClient(lab, from);
    const { body } = await caller('POST', '/v1/calls', { to: { userId: other }, callerName: 'Walt' });
    await anybody(lab)('POST', `/lab/phones/${phone.phoneId}/actions`, { action: 'answer' });

    // Act
    await caller('POST', `/v1/calls/${body.callId}/participants`, { userIds: [userId] });
    const invited = await until(
      () => callOn(open),
      (call) => call !== undefined,
    );

    // Assess
    expect(invited).toMatchObject({ callId: body.callId, state: 'ringing', callerName: 'Walt' });
  });
});
