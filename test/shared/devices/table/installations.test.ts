/** Whose device an installation is: the next user of a phone takes it over, and a stranger who knows its ID gains little. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Registration } from '../../../../shared/devices/rules/registration.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { installationKey } from '../../../../shared/platform/table/keys.ts';
import { aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { happenDuring } from '../../../support/memory/interleave.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const nowMs = startMs;
const phone = 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F';

const token = (name: string) => ({ token: tokenHex(name), environment: 'auto' as const });
const of = (userId: string, changes: Partial<Registration> = {}) =>
  aRegistration({ userId, deviceId: phone, tokens: { alert: token('A'), voip: token('V') }, ...changes });

describe('an installation that another user registers', () => {
  it.each<[string, Partial<Registration>]>([
    ['without any token', { tokens: {} }],
    ['without any token, and the ID in lower case', { tokens: {}, deviceId: phone.toLowerCase() }],
    ['with one of its tokens', { tokens: { voip: token('V') } }],
    ['with all of its tokens', {}],
  ])('no longer belongs to the previous user: %s', async (_how, changes) => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await store.register(of('alice'), nowMs);

    // Act
    await store.register(of('bob', changes), nowMs);

    // Assess
    expect(await store.list('alice')).toEqual([]);
    expect(await store.list('bob')).toHaveLength(1);
    expect(await contradictions(table)).toEqual(noContradictions);
  });

  it('can be taken over repeatedly', async () => {
    // Prepare
    const store = deviceStore(openTable());
    await store.register(of('alice'), nowMs);

    // Act
    for (const userId of ['bob', 'carol', 'alice', 'bob']) await store.register(of(userId, { tokens: {} }), nowMs);

    // Assess
    const lists = await Promise.all(['alice', 'bob', 'carol'].map((userId) => store.list(userId)));
    expect(lists.map((list) => list.length)).toEqual([0, 1, 0]);
  });

  it.each<[string, Partial<Registration>]>([
    ['with a token of another phone', { tokens: { alert: token('B') } }],
    ['with tokens of another phone', { tokens: { alert: token('B'), voip: token('W') } }],
    ['for another app', { tokens: {}, appId: 'com.example.other' }],
    ['under another ID', { tokens: {}, deviceId: 'E621E1F8-C36C-495A-93FC-0C247A3E6E60' }],
  ])('stays with the previous user: %s', async (_how, changes) => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await store.register(of('alice'), nowMs);
    const before = await store.list('alice');

    // Act
    await store.register(of('mallory', changes), nowMs);
    const noted = await allItems(table);
    await store.remove('mallory', changes.deviceId ?? phone);

    // Assess
    expect(await store.list('alice')).toEqual(before);
    expect(noted).toContainEqual({ ...installationKey(of('').appId, phone), userId: 'alice', deviceId: phone });
    expect(await contradictions(table)).toEqual(noContradictions);
  });

  it('returns with the next start of the app on that phone', async () => {
    // Prepare
    const store = deviceStore(openTable());
    await store.register(of('alice'), nowMs);
    await store.register(of('mallory', { tokens: {} }), nowMs);

    // Act
    await store.register(of('alice'), nowMs);

    // Assess
    expect(await store.list('mallory')).toEqual([]);
    expect(await store.list('alice')).toMatchObject([{ tokens: { alert: { token: token('A').token } } }]);
  });

  it('is tracked from the next registration on where version 0.3.0 did not record it', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await store.register(of('alice'), nowMs);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: installationKey(of('').appId, phone) }));

    // Act
    await store.register(of('alice'), nowMs);
    await store.register(of('bob', { tokens: {} }), nowMs);

    // Assess
    expect(await store.list('alice')).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4])('has one user when both register at once, before request %i', async (request) => {
    // Prepare
    const table = openTable();
    const other = deviceStore(openTable());
    await other.register(of('alice'), nowMs);
    happenDuring(table, [{ request, happen: () => other.register(of('carol', { tokens: {} }), nowMs) }]);

    // Act
    await deviceStore(table).register(of('bob', { tokens: {} }), nowMs);

    // Assess
    const lists = await Promise.all(['alice', 'bob', 'carol'].map((userId) => other.list(userId)));
    expect(lists.flat()).toHaveLength(1);
  });
});
