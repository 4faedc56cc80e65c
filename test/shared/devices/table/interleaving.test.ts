import { describe, expect, it } from 'vitest';
import type { DeviceStore } from '../../../../shared/devices/ports.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { happenDuring } from '../../../support/memory/interleave.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { useTable } from '../../../support/table.ts';

const open = useTable();
/** One moment for everything: nothing may depend on clocks that tell two registrations apart. */
const nowMs = startMs;

const dropped = { atMs: nowMs, kind: 'alert', repair: 'dropped' } as const;

type Do = (store: DeviceStore) => Promise<unknown>;

/** What may happen to Bob's phone, which holds the alert token A and the VoIP token V, at the same time. */
function doings(run: string): Record<string, Do> {
  const token = (name: string) => ({ token: tokenHex(`${name} ${run}`), environment: 'auto' }) as const;
  const bob = `bob ${run}`;
  const register =
    (userId: string, deviceId: string, alert: string | undefined, voip: string | undefined): Do =>
    (store) =>
      store.register(
        aRegistration({
          userId: `${userId} ${run}`,
          deviceId: `${deviceId} ${run}`,
          tokens: { ...(alert && { alert: token(alert) }), ...(voip && { voip: token(voip) }) },
        }),
        nowMs,
      );
  const phone = `phone ${run}`;
  const withPhone = (act: (store: DeviceStore, device: Awaited<ReturnType<DeviceStore['find']>>) => unknown): Do => {
    return async (store) => act(store, await store.find(bob, phone));
  };
  return {
    'Bob registers the same again': register('bob', 'phone', 'A', 'V'),
    'Bob registers new tokens': register('bob', 'phone', 'A2', 'V2'),
    'Bob registers the alert token only': register('bob', 'phone', 'A', undefined),
    'Bob registers from a new installation': register('bob', 'new phone', 'A', 'V'),
    'Carol registers both tokens on the same installation': register('carol', 'phone', 'A', 'V'),
    'Carol registers both tokens on hers': register('carol', 'other phone', 'A', 'V'),
    'Carol registers the alert token only': register('carol', 'other phone', 'A', undefined),
    'Carol registers the VoIP token, and one of her own': register('carol', 'other phone', 'C', 'V'),
    'Bob logs out': (store) => store.remove(bob, phone),
    'Bob removes the alert token': (store) => store.removeToken(bob, phone, 'alert'),
    'APNs says that the alert token is dead': withPhone(async (store, device) => {
      if (device?.tokens.alert) await store.dropToken(device, 'alert', device.tokens.alert, dropped);
    }),
    'APNs accepts the alert token': withPhone(async (store, device) => {
      const mark = { state: 'proven', environment: 'development' } as const;
      if (device?.tokens.alert) await store.markToken(device, 'alert', device.tokens.alert, mark);
    }),
  };
}

const names = Object.keys(doings(''));
const setUp = 'Bob registers the same again';
/** In the middle of the first request, which is a registration's one read of several items, and before each request. */
const moments = [
  { request: 0, before: 'first' } as const,
  { request: 0, before: 'others' } as const,
  ...[0, 1, 2, 3, 4, 5].map((request) => ({ request })),
];

describe.each(names)('%s', (slow) => {
  it.each(names)('while %s: each token has one holder, and each device its tokens', async (quick) => {
    // Prepare
    const slowTable = open();
    const [slowStore, quickStore] = [deviceStore(slowTable), deviceStore(open())];
    let happened = 0;

    // Act
    for (const [index, moment] of moments.entries()) {
      const { [slow]: doSlow = fail, [quick]: doQuick = fail, [setUp]: doSetUp = fail } = doings(String(index));
      await doSetUp(quickStore);
      const seen = happenDuring(slowTable, [{ ...moment, happen: () => doQuick(quickStore) }]);
      await doSlow(slowStore);
      happened += seen.happened;
      if (seen.happened === 0 && !('before' in moment)) break;
    }

    // Assess
    expect(happened).toBeGreaterThan(1);
    expect(await contradictions(slowTable)).toEqual(noContradictions);
  });
});

describe('Carol registers both tokens', () => {
  const away = ['Bob logs out', 'Bob removes the alert token', 'Bob registers new tokens'];
  const pairs = [0, 1, 2, 3].flatMap((first) => [0, 1, 2].map((gap) => [first, first + gap + 1] as const));

  it.each(away)('while %s and then registers the old ones again: each token has one holder', async (leaving) => {
    // Prepare
    const slowTable = open();
    const [slowStore, quickStore] = [deviceStore(slowTable), deviceStore(open())];
    let happened = 0;

    // Act
    for (const [index, [first, second]] of pairs.entries()) {
      const {
        [setUp]: comeBack = fail,
        [leaving]: leave = fail,
        'Carol registers both tokens on hers': register = fail,
      } = doings(String(index));
      await comeBack(quickStore);
      const seen = happenDuring(slowTable, [
        { request: first, happen: () => leave(quickStore) },
        { request: second, happen: () => comeBack(quickStore) },
      ]);
      await register(slowStore);
      if (seen.happened === 2) happened += 1;
    }

    // Assess
    expect(happened).toBeGreaterThan(2);
    expect(await contradictions(slowTable)).toEqual(noContradictions);
  });
});

function fail(): never {
  throw new Error('there is no such thing to do');
}
