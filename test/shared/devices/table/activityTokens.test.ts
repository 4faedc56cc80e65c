import { describe, expect, it } from 'vitest';
import type { ActivityTokenStore, DeviceStore } from '../../../../shared/devices/ports.ts';
import { activityLifeMs, currentActivities, maxActivities } from '../../../../shared/devices/rules/activityTokens.ts';
import { activityTokenStore } from '../../../../shared/devices/table/activityTokens.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { MemoryActivityTokens } from '../../../support/memory/activityTokens.ts';
import { MemoryDevices } from '../../../support/memory/devices.ts';
import { useTable } from '../../../support/table.ts';

interface World {
  devices: DeviceStore;
  activityTokens: ActivityTokenStore;
}

const openTable = useTable();
const worlds: [string, () => World][] = [
  ['in DynamoDB', () => ({ devices: deviceStore(openTable()), activityTokens: activityTokenStore(openTable()) })],
  [
    'in memory, for tests',
    () => {
      const devices = new MemoryDevices();
      return { devices, activityTokens: new MemoryActivityTokens(devices) };
    },
  ],
];
const name = { userId: 'bob', deviceId: 'phone-1' };
const tokenOf = (what: string) => ({ token: tokenHex(what), environment: 'auto' as const });

async function open(make: () => World): Promise<World> {
  const world = make();
  await world.devices.register(aRegistration(), startMs);
  return world;
}
const activitiesNow = async ({ devices }: World) => (await devices.find('bob', 'phone-1'))?.activities;

describe.each(worlds)('an update token of a Live Activity, %s,', (_where, make) => {
  it('is kept with its device, also when the app registers again', async () => {
    // Prepare
    const world = await open(make);
    // Act
    const isStored = await world.activityTokens.put(name, 'order-1', tokenOf('one'), startMs);
    await world.devices.register(aRegistration(), startMs + 1000);
    // Assess
    expect(isStored).toBe(true);
    expect(await activitiesNow(world)).toEqual({ 'order-1': { ...tokenOf('one'), registeredAtMs: startMs } });
  });

  it('is replaced by the next one of the same activity', async () => {
    // Prepare
    const world = await open(make);
    await world.activityTokens.put(name, 'order-1', tokenOf('one'), startMs);
    // Act
    await world.activityTokens.put(name, 'order-1', tokenOf('two'), startMs + 1);
    // Assess
    expect(await activitiesNow(world)).toEqual({ 'order-1': { ...tokenOf('two'), registeredAtMs: startMs + 1 } });
  });

  it('takes the place of the oldest one where there are too many', async () => {
    // Prepare
    const world = await open(make);
    // Act
    for (let n = 0; n <= maxActivities; n += 1) {
      await world.activityTokens.put(name, `order-${n}`, tokenOf(`${n}`), startMs + n);
    }
    // Assess
    const known = Object.keys((await activitiesNow(world)) ?? {});
    expect({ count: known.length, hasOldest: known.includes('order-0') }).toEqual({
      count: maxActivities,
      hasOldest: false,
    });
  });

  it('goes with its device', async () => {
    // Prepare
    const world = await open(make);
    await world.activityTokens.put(name, 'order-1', tokenOf('one'), startMs);
    // Act
    await world.devices.remove('bob', 'phone-1');
    await world.devices.register(aRegistration(), startMs + 1000);
    // Assess
    expect(await activitiesNow(world)).toBeUndefined();
  });

  it('of an unknown device is not stored', async () => {
    // Prepare
    const { activityTokens } = await open(make);
    // Act
    const stored = await activityTokens.put({ ...name, deviceId: 'phone-9' }, 'order-1', tokenOf('one'), startMs);
    const removed = await activityTokens.remove({ ...name, deviceId: 'phone-9' }, 'order-1');
    // Assess
    expect({ stored, removed }).toEqual({ stored: false, removed: false });
  });

  it('is removed, however often', async () => {
    // Prepare
    const world = await open(make);
    await world.activityTokens.put(name, 'order-1', tokenOf('one'), startMs);
    await world.activityTokens.put(name, 'order-2', tokenOf('two'), startMs);
    // Act
    const answers = [
      await world.activityTokens.remove(name, 'order-1'),
      await world.activityTokens.remove(name, 'order-1'),
    ];
    // Assess
    expect(answers).toEqual([true, true]);
    expect(Object.keys((await activitiesNow(world)) ?? {})).toEqual(['order-2']);
  });

  it.each([
    ['is dropped when it is dead', startMs, []],
    ['stays if the app has registered it since', startMs - 1, ['order-1']],
  ])('%s', async (_what, registeredAtMs, left) => {
    // Prepare
    const world = await open(make);
    await world.activityTokens.put(name, 'order-1', tokenOf('one'), startMs);
    // Act
    await world.activityTokens.drop(name, 'order-1', { ...tokenOf('one'), registeredAtMs });
    // Assess
    expect(Object.keys((await activitiesNow(world)) ?? {})).toEqual(left);
  });
});

it('an activity counts until iOS has removed it', () => {
  // Prepare
  const activities = { 'order-1': { ...tokenOf('one'), registeredAtMs: startMs } };
  // Act
  const counted = [activityLifeMs - 1, activityLifeMs].map((age) =>
    Object.keys(currentActivities({ activities }, startMs + age)),
  );
  // Assess
  expect(counted).toEqual([['order-1'], []]);
});
