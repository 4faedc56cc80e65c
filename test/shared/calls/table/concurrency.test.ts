import { describe, expect, it } from 'vitest';
import { applyCallAction } from '../../../../shared/calls/rules/call.ts';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { badgeStore } from '../../../../shared/messages/table/badgeStore.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import {
  aCall,
  aCallRecord,
  appId,
  aRegistration,
  aToken,
  isoTime,
  startMs,
  tokenHex,
} from '../../../support/factories.ts';
import { happenDuring } from '../../../support/memory/interleave.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const nowMs = startMs;
const clock = manualClock();

describe('concurrently', () => {
  it('20 users register the same token: one of them ends up with it', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    const tokens = { alert: { token: tokenHex('A'), environment: 'auto' } } as const;
    const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);

    // Act
    await Promise.all(users.map((userId) => store.register(aRegistration({ userId, tokens }), nowMs)));

    // Assess
    expect(await contradictions(table)).toEqual(noContradictions);
    const devices = (await Promise.all(users.map((userId) => store.list(userId)))).flat();
    expect(devices.map((device) => device.tokens.alert?.token)).toEqual([tokens.alert.token]);
  });

  it('one phone registers 10 times with other tokens: it ends up with the tokens of one registration', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    const tokensOf = (n: number) => ({
      alert: { token: tokenHex(`A${n}`), environment: 'auto' as const },
      voip: { token: tokenHex(`V${n}`), environment: 'auto' as const },
    });
    const numbers = Array.from({ length: 10 }, (_, index) => index);

    // Act
    await Promise.all(numbers.map((n) => store.register(aRegistration({ tokens: tokensOf(n) }), nowMs)));

    // Assess
    expect(await contradictions(table)).toEqual(noContradictions);
    const { alert, voip } = (await store.find('bob', 'phone-1'))?.tokens ?? {};
    expect(numbers.map(tokensOf)).toContainEqual({
      alert: { token: alert?.token, environment: 'auto' },
      voip: { token: voip?.token, environment: 'auto' },
    });
  });

  it('phones register, log out and lose tokens in any order: the table does not contradict itself', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    const said = (n: number) => ({
      userId: `user-${n % 3}`,
      deviceId: `phone-${n % 2}`,
      tokens: {
        ...(n % 5 !== 0 && { alert: { token: tokenHex(`A${n % 4}`), environment: 'auto' as const } }),
        ...(n % 7 !== 0 && { voip: { token: tokenHex(`V${n % 2}`), environment: 'auto' as const } }),
      },
    });
    const doing = (n: number) => {
      const { userId, deviceId } = said(n);
      if (n % 11 === 0) return store.remove(userId, deviceId);
      if (n % 13 === 0) return store.removeToken(userId, deviceId, 'voip');
      return store.register(aRegistration(said(n)), nowMs);
    };

    // Act
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 6 }, (_, index) => doing(round * 7 + index)));
    }

    // Assess
    expect(await contradictions(table)).toEqual(noContradictions);
    expect(await allItems(table)).not.toEqual([]);
  });

  it.each([0, 1])(
    'a phone registers and comes to the foreground, before request %i: neither is lost',
    async (request) => {
      // Prepare
      const table = openTable();
      const store = deviceStore(openTable());
      await store.register(aRegistration(), nowMs);
      await store.setPresence('bob', 'phone-1', { state: 'background', untilMs: nowMs });
      const presence = { state: 'foreground', untilMs: startMs + 1000 } as const;
      const seen = happenDuring(table, [{ request, happen: () => store.setPresence('bob', 'phone-1', presence) }]);

      // Act
      await deviceStore(table).register(aRegistration({ appVersion: '2' }), nowMs);

      // Assess
      expect(seen.happened).toBe(1);
      expect(await store.find('bob', 'phone-1')).toMatchObject({ presence, appVersion: '2' });
    },
  );

  it.each([0, 1])(
    'a phone registers and APNs proves its token, before request %i: neither is lost',
    async (request) => {
      // Prepare
      const table = openTable();
      const store = deviceStore(openTable());
      const device = await store.register(aRegistration(), nowMs);
      const sent = aToken('phone-1 alert', { environment: 'auto', registeredAtMs: nowMs });
      const happen = async () => {
        const mark = { state: 'proven', environment: 'development' } as const;
        if (typeof device !== 'string') await store.markToken(device, 'alert', sent, mark);
      };
      const seen = happenDuring(table, [{ request, happen }]);
      const laterMs = startMs + 1;

      // Act
      await deviceStore(table).register(aRegistration(), laterMs);

      // Assess
      expect(seen.happened).toBe(1);
      expect((await store.find('bob', 'phone-1'))?.tokens.alert).toEqual({
        ...sent,
        state: 'proven',
        environment: 'development',
        registeredAtMs: laterMs,
      });
    },
  );

  it('50 phones answer a call: one wins, and the call is as that phone left it', async () => {
    // Prepare
    const store = callStore(openTable(), clock);
    const call = aCall();
    await store.create(aCallRecord(call));
    const answers = Array.from({ length: 50 }, (_, index) => {
      const actor = { userId: 'bob', deviceId: `phone-${index}` };
      return applyCallAction(call, 'answer', actor, startMs).call;
    });

    // Act
    const won = await Promise.all(answers.map((answered) => store.change(call, answered)));

    // Assess
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await store.find(call.callId))?.call).toEqual(won.find(Boolean));
  });

  it('20 calls begin with one ID: one is created', async () => {
    // Prepare
    const store = callStore(openTable(), clock);
    const records = Array.from({ length: 20 }, (_, index) => aCallRecord(aCall({ from: `caller-${index}` })));

    // Act
    const created = await Promise.all(records.map((record) => store.create(record)));

    // Assess
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await store.find(aCall().callId)).toEqual(records[created.indexOf(true)]);
  });

  it("a message's retries end: every outcome and every event is kept", async () => {
    // Prepare
    const store = messageStore(openTable(), clock);
    const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
    const targets = Array.from({ length: 20 }, (_, index) => ({
      userId: 'bob',
      deviceId: `phone-${index}`,
      kind: 'alert' as const,
    }));
    const retrying = targets.map((target) => ({ ...target, outcome: 'retrying' as const }));
    await store.put({
      messageId,
      from: 'alice',
      to: ['bob'],
      createdAtMs: nowMs,
      targets: retrying,
      timeline: [],
    });
    const accepted = targets.map((target) => ({ ...target, outcome: 'accepted' as const, status: 200 }));
    const events = targets.map(({ deviceId }) => ({ at: isoTime(nowMs), event: 'accepted', deviceId }));

    // Act
    await Promise.all(
      accepted.map((outcome, index) => store.recordOutcomes(messageId, [outcome], [events[index] ?? fail()])),
    );

    // Assess
    const record = await store.find(messageId);
    expect(record?.targets).toHaveLength(20);
    expect(record?.targets).toEqual(expect.arrayContaining(accepted));
    expect(record?.timeline).toHaveLength(20);
    expect(record?.timeline).toEqual(expect.arrayContaining(events));
  });

  it('30 messages count the badge: each gets a number of its own', async () => {
    // Prepare
    const store = badgeStore(openTable());
    await store.set('bob', appId, 5);

    // Act
    const counted = await Promise.all(Array.from({ length: 30 }, () => store.increment('bob', appId)));

    // Assess
    expect(counted.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 30 }, (_, index) => 6 + index));
  });
});

function fail(): never {
  throw new Error('there is an event for each outcome');
}
