import { describe, expect, it } from 'vitest';
import { runCallActivityTimer } from '../../../../shared/activities/flows/callActivityTimer.ts';
import { updateCallActivity } from '../../../../shared/activities/flows/updateCallActivity.ts';
import { joinCall, mayJoin } from '../../../../shared/calls/flows/joinCall.ts';
import { isActivityTimer } from '../../../../shared/calls/rules/timer.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { appId, aToken } from '../../../support/factories.ts';
import {
  callId,
  cardPhone,
  cardsOf,
  type GroupCallPorts,
  groupCall,
  groupCallPorts,
  groupId,
  groupOf,
  shownCards,
} from '../../../support/groupCall.ts';

const people = ['alice', 'bob', 'carol', 'dave'];

async function world(devices: Device[] = people.map((userId) => cardPhone(userId))) {
  const ports = groupCallPorts();
  await groupOf(ports, devices);
  return { ports, call: groupCall(ports) };
}

const contentsOf = (ports: GroupCallPorts) => shownCards(ports).map(({ content }) => content);
const once = <T>(values: readonly T[]) => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];

describe('a call in a group', () => {
  it('of 20,000 members takes one request for each of 30 changes, and every phone shows the last state', async () => {
    // Prepare
    const ports = groupCallPorts();
    const members = ['alice', ...Array.from({ length: 19_999 }, (_, n) => `member-${String(n).padStart(5, '0')}`)];
    const rung = members.slice(1, 21);
    const phones = new Map(members.map((userId) => [userId, cardPhone(userId)]));
    await groupOf(ports, [...phones.values()].slice(0, 21));
    for (const userId of members) await ports.groups.putMember(groupId, { userId });
    const findAll = async (userIds: readonly string[]) =>
      userIds.map((userId) => ({ userId, devices: [phones.get(userId) ?? cardPhone(userId)] }));
    const all = {
      ...ports,
      recipients: { ...ports.recipients, find: ports.recipients.find.bind(ports.recipients), findAll },
    };
    const call = groupCall(all);

    // Act
    await call.start({ to: { groupId, ring: rung } });
    const created = ports.channels.created;
    const atStart = ports.channels.broadcasts.length;
    for (const userId of rung.slice(0, 16)) {
      await call.act(userId, 'answer');
      await call.settle();
    }
    const talking = once(contentsOf(all));
    for (const userId of rung.slice(0, 13)) {
      await call.act(userId, 'leave');
      await call.settle();
    }
    await call.act('alice', 'end');
    await call.settle();

    // Assess
    expect({ started: cardsOf(all).length, created, atStart }).toEqual({ started: 20_000, created: 1, atStart: 0 });
    expect(talking).toEqual([{ state: 'answered', inCall: 17, ringing: 4, callerName: 'Alice', hasVideo: true }]);
    expect(ports.channels.broadcasts.map(({ environment }) => environment)).toEqual(
      Array.from({ length: 30 }, () => 'production'),
    );
    expect(once(shownCards(all).map(({ event, content }) => [event, content['state']]))).toEqual([['end', 'ended']]);
  });

  it('deletes its channel an hour after its end', async () => {
    // Prepare
    const { ports, call } = await world();
    await call.start();
    await call.act('alice', 'cancel');
    await call.settle();
    const during = [...ports.channels.open];
    // Act
    ports.clock.advance(3_600_000);
    await call.settle();
    // Assess
    expect({ during, after: [...ports.channels.open] }).toEqual({ during: ['channel-1'], after: [] });
  });

  it('starts once on each phone, however often its timers come', async () => {
    // Prepare
    const { ports, call } = await world();
    await call.start();
    const timers = ports.callTimers.scheduled.filter(isActivityTimer);
    // Act
    for (const timer of [...timers, ...timers]) await runCallActivityTimer(ports, timer);
    // Assess
    expect({ cards: cardsOf(ports).length, broadcasts: ports.channels.broadcasts.length }).toEqual({
      cards: people.length,
      broadcasts: 0,
    });
  });

  it('has a channel for each environment that its phones are in', async () => {
    // Prepare
    const development = { liveActivityStart: aToken('d', { state: 'proven', environment: 'development' }) };
    const { ports, call } = await world([
      cardPhone('alice'),
      cardPhone('bob', { tokens: development }),
      cardPhone('carol'),
    ]);
    await call.start();
    // Act
    await call.act('carol', 'answer');
    await call.settle();
    // Assess
    expect(ports.channels.created).toBe(2);
    expect(ports.channels.broadcasts.map(({ environment }) => environment).toSorted()).toEqual([
      'development',
      'production',
    ]);
    expect(once(contentsOf(ports))).toMatchObject([{ state: 'answered', inCall: 2 }]);
  });

  it.each<[string, (ports: GroupCallPorts) => Promise<unknown>]>([
    ['has blocked the caller', (ports) => ports.blocks.put('carol', 'alice')],
    [
      'hears nothing of the group',
      async (ports) => {
        const { generation } = (await ports.groups.find(groupId)) ?? {};
        return ports.conversations.put('carol', `group:${groupId}`, { receive: 'none' }, generation);
      },
    ],
    [
      'is not to be disturbed',
      (ports) => ports.profiles.replace('carol', { doNotDisturb: { windows: [{ start: '00:00', end: '00:00' }] } }),
    ],
  ])('is not shown to a member who %s', async (_what, prepare) => {
    // Prepare
    const { ports, call } = await world();
    await prepare(ports);
    // Act
    await call.start();
    // Assess
    expect(cardsOf(ports)).toHaveLength(people.length - 1);
  });

  it.each([
    ['whose app does not ask for it', false, undefined, 0],
    ['that asks for none', true, false, 0],
    ['that asks for one itself', false, true, people.length],
  ])('%s is shown on so many phones', async (_what, groupCallActivity, liveActivity, shown) => {
    // Prepare
    const { ports, call } = await world();
    await ports.apps.put(appId, { calls: { groupCallActivity } });
    // Act
    await call.start({ ...(liveActivity !== undefined && { liveActivity }) });
    // Assess
    expect({ cards: cardsOf(ports).length, channels: ports.channels.created }).toEqual({
      cards: shown,
      channels: shown > 0 ? 1 : 0,
    });
  });

  it('between two people is not shown', async () => {
    // Prepare
    const { ports, call } = await world();
    // Act
    await call.start({ to: { userIds: ['bob'] }, liveActivity: true });
    // Assess
    expect({ timers: call.timers(), cards: cardsOf(ports) }).toEqual({ timers: [], cards: [] });
  });

  it('rings and goes on where Apple creates no channel', async () => {
    // Prepare
    const { ports, call } = await world();
    ports.channels.failures.push(({ requestId }) => ({
      kind: 'rejected',
      status: 400,
      reason: 'FeatureNotEnabled',
      apnsId: requestId,
    }));
    // Act
    await call.start();
    await call.act('bob', 'answer');
    await call.settle();
    // Assess
    const { state } = (await ports.calls.find(callId))?.call ?? {};
    expect({ state, cards: cardsOf(ports) }).toEqual({ state: 'answered', cards: [] });
  });

  it('publishes a change again that Apple did not take, as a newer one', async () => {
    // Prepare
    const { ports, call } = await world();
    await call.start();
    await call.act('bob', 'answer');
    ports.channels.failures.push(({ requestId }) => ({
      kind: 'unanswered',
      sent: 'maybe',
      cause: 'deadline',
      apnsId: requestId,
    }));
    await call.follow();
    const [timer] = call.timers();
    if (timer === undefined || !isActivityTimer(timer)) throw new Error('the change has set no timer');
    // Act
    await expect(runCallActivityTimer(ports, timer)).rejects.toThrow(/was not updated/);
    await runCallActivityTimer(ports, timer);
    // Assess
    expect(ports.channels.broadcasts).toHaveLength(1);
    expect(once(contentsOf(ports))).toMatchObject([{ state: 'answered', inCall: 2 }]);
  });

  it('publishes a change once when two workers have its timer', async () => {
    // Prepare
    const { ports, call } = await world();
    await call.start();
    await call.act('bob', 'answer');
    // Act
    await Promise.all([updateCallActivity(ports, callId), updateCallActivity(ports, callId)]);
    // Assess
    expect(ports.channels.broadcasts).toHaveLength(1);
  });

  it('shows phones that started during a change what is true by then', async () => {
    // Prepare
    const { ports, call } = await world();
    let isFirst = true;
    ports.apns.meanwhile = async () => {
      if (!isFirst || cardsOf(ports).length === 0) return;
      isFirst = false;
      await call.act('bob', 'answer');
      await updateCallActivity(ports, callId);
    };
    // Act
    await call.start();
    // Assess
    expect(once(contentsOf(ports))).toMatchObject([{ state: 'answered', inCall: 2 }]);
  });

  it('is joined by a member whose phone shows it, as long as it goes on', async () => {
    // Prepare
    const { ports, call } = await world();
    await call.start({ to: { groupId, ring: ['bob'] } });
    const record = async () => (await ports.calls.find(callId)) ?? Promise.reject(new Error('there is no call'));
    const mays = await Promise.all(
      ['carol', 'bob', 'alice', 'mallory'].map(async (userId) => mayJoin(ports, await record(), userId)),
    );
    // Act
    await joinCall(ports, callId, { userId: 'carol', deviceId: 'carol-1' });
    await call.settle();
    const talking = once(contentsOf(ports));
    await call.act('alice', 'end');
    const late = await joinCall(ports, callId, { userId: 'dave', deviceId: 'dave-1' });
    // Assess
    expect(mays).toEqual([true, false, false, false]);
    expect(talking).toMatchObject([{ state: 'answered', inCall: 2, ringing: 1 }]);
    expect(late).toMatchObject({ refusal: 'call_state' });
  });
});
