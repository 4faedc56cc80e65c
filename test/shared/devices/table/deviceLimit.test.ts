/** How many devices a user may have, in the real table: also at once, and on stages that have more from before. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { tokenHolderItem } from '../../../../shared/devices/table/deviceItem.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { registeredAttributes } from '../../../../shared/devices/table/storedDevice.ts';
import { describeUser } from '../../../../shared/messages/flows/describeUser.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { deviceKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { aDevice, aRegistration, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { MemoryApps } from '../../../support/memory/people.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const at = (second: number) => startMs + second * 1000;
const name = (index: number) => `phone-${String(index).padStart(4, '0')}`;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** As version 0.3.0 has stored them: without a count, and without a note of the installation. */
async function storeEarlierDevices({ client, name: TableName }: Table, count: number): Promise<void> {
  for (const index of numbers(count)) {
    const device = aDevice({ deviceId: name(index), registeredAtMs: at(index) });
    await client.send(
      new PutCommand({ TableName, Item: { ...deviceKey('bob', name(index)), ...registeredAttributes(device) } }),
    );
    for (const kind of ['alert', 'voip'] as const) {
      const Item = tokenHolderItem(device, kind, device.tokens[kind]?.token ?? '');
      await client.send(new PutCommand({ TableName, Item }));
    }
  }
}

/** Counts requests by their names. */
function countRequests({ client }: Table): Record<string, number> {
  const requests: Record<string, number> = {};
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        requests[commandName] = (requests[commandName] ?? 0) + 1;
        return next(args);
      },
    { step: 'initialize' },
  );
  return requests;
}

const namesOf = (devices: readonly { deviceId: string }[]) => devices.map(({ deviceId }) => deviceId);

describe('one device over the limit of a user', () => {
  it('replaces the least recently seen one, whose tokens become free', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    for (const index of numbers(maxDevices)) await store.register(aRegistration({ deviceId: name(index) }), at(index));
    await store.setPresence('bob', name(0), { state: 'background', untilMs: at(300), atMs: at(200) });

    // Act
    await store.register(aRegistration({ deviceId: 'new' }), at(201));

    // Assess
    const left = namesOf(await store.list('bob'));
    expect(left).toHaveLength(maxDevices);
    expect(left).toContain(name(0));
    expect(left).toContain('new');
    expect(left).not.toContain(name(1));
    expect(await contradictions(table)).toEqual(noContradictions);
    const notes = (await allItems(table)).filter(({ pk }) => String(pk).startsWith('TOKEN#'));
    expect(notes).toHaveLength(3 * maxDevices);
  });

  it('stays within the limit when many register at once', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);

    // Act
    const done = await Promise.allSettled(
      numbers(maxDevices + 12).map((index) => store.register(aRegistration({ deviceId: name(index) }), at(index % 3))),
    );

    // Assess
    const stored = await store.list('bob');
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(maxDevices);
    expect(stored.length).toBeLessThanOrEqual(maxDevices);
    expect(await contradictions(table)).toEqual(noContradictions);
  });

  it('costs nothing when a known device registers again', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await store.register(aRegistration(), at(0));
    const requests = countRequests(table);

    // Act
    await store.register(aRegistration(), at(1));

    // Assess
    expect(requests).toEqual({ BatchGetItemCommand: 1, UpdateItemCommand: 1 });
  });
});

describe('a user with more devices from an earlier version', () => {
  const many = 90;

  it('is pushed to on the most recently seen ones', async () => {
    // Prepare
    const table = openTable();
    await storeEarlierDevices(table, maxDevices + 5);

    // Act
    const [recipient] = await recipientStore(table).findAll(['bob'], { from: 'alice', conversationId: 'user:alice' });

    // Assess
    expect(namesOf(recipient?.devices ?? [])).toEqual(numbers(maxDevices).map((index) => name(index + 5)));
  });

  it.each([
    ['a new one', 'new', maxDevices - 1],
    ['one of them', name(many - 1), maxDevices],
  ])('is within the limit after the next registration: of %s', async (_which, deviceId, expectedOld) => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await storeEarlierDevices(table, many);

    // Act
    await store.register(aRegistration({ deviceId }), at(1000));

    // Assess
    const stored = await store.list('bob');
    const old = numbers(expectedOld).map((index) => name(many - expectedOld + index));
    expect(new Set(namesOf(stored))).toEqual(new Set([...old, deviceId]));
    expect(await contradictions(table)).toEqual(noContradictions);
  });

  it('is described with a decision for each device in use', async () => {
    // Prepare
    const table = openTable();
    await storeEarlierDevices(table, many);
    const requests = countRequests(table);
    const ports = { clock: manualClock(), apps: new MemoryApps(), recipients: recipientStore(table) };

    // Act
    const { devices } = await describeUser(ports, 'bob');

    // Assess
    expect(devices.map(({ device }) => device.deviceId)).toEqual(
      numbers(maxDevices).map((index) => name(many - maxDevices + index)),
    );
    expect(new Set(devices.map(({ message, call }) => `${message.rule} ${call.way}`))).toEqual(
      new Set(['offline voip']),
    );
    // Until the user is moved, nobody knows whether there are rules: they are read too.
    expect(requests).toEqual({ BatchGetItemCommand: 2, QueryCommand: 1 });
  });

  it('is logged out everywhere', async () => {
    // Prepare
    const table = openTable();
    await storeEarlierDevices(table, many);
    const store = deviceStore(table);

    // Act
    await store.removeAll('bob');

    // Assess: what is left of 0.3.0 expires
    expect(await store.list('bob')).toEqual([]);
    const left = (await allItems(openTable())).filter(({ sk }) => String(sk).startsWith('DEVICE#'));
    expect(left.every(({ ttl }) => typeof ttl === 'number')).toBe(true);
  });

  it('is logged out everywhere even though one of the devices registers meanwhile', async () => {
    // Prepare
    const [table, other] = [openTable(), deviceStore(openTable())];
    await storeEarlierDevices(table, 20);
    let isDisturbed = false;
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const read = await next(args);
          if (commandName === 'QueryCommand' && !isDisturbed) {
            isDisturbed = true;
            await other.register(aRegistration({ deviceId: name(19) }), at(1000));
          }
          return read;
        },
      { step: 'initialize' },
    );

    // Act
    await deviceStore(table).removeAll('bob');

    // Assess
    expect(isDisturbed).toBe(true);
    expect(await other.list('bob')).toEqual([]);
    expect(await contradictions(table)).toEqual(noContradictions);
  });
});
