import { describe, expect, it } from 'vitest';
import type { HandedOverStore } from '../../../../shared/push/ports.ts';
import type { ExternalPush } from '../../../../shared/push/rules/externalPush.ts';
import { handedOverStore } from '../../../../shared/push/table/handedOverStore.ts';
import { appId, startMs } from '../../../support/factories.ts';
import { MemoryHandedOver } from '../../../support/memory/externalPushes.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const stores: [string, () => HandedOverStore][] = [
  ['in DynamoDB', () => handedOverStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryHandedOver()],
];

const wantedId = '7b2e9f0c-4c7e-4d0b-9a51-0c6f6a1d2e3f';
const push: ExternalPush = {
  about: { purpose: 'message', messageId: 'm-1' },
  attempt: 1,
  wantedId,
  userId: 'bob',
  deviceId: 'pixel',
  appId,
  token: { token: 'fcm-token:APA91b', environment: 'auto', state: 'unproven', registeredAtMs: startMs },
  headers: {
    'apns-topic': appId,
    'apns-push-type': 'alert',
    'apns-priority': '10',
    'apns-expiration': '0',
    'apns-id': wantedId,
  },
  payload: { aps: { alert: 'hi' } },
};
const known = { report: { outcome: 'failed' }, result: { outcome: 'failed' } } as const;

describe.each(stores)('a push that was handed over, %s,', (_where, open) => {
  it('is found as it was, until its outcome is known', async () => {
    // Prepare
    const store = open();
    // Act
    const begun = await store.begin(push);
    // Assess
    expect(begun).toBe(true);
    expect(await store.find('bob', wantedId)).toEqual(push);
    expect(await store.find('mallory', wantedId)).toBeUndefined();
  });

  it('takes one report about an attempt, whose end counts once', async () => {
    // Prepare
    const store = open();
    await store.begin(push);
    // Act
    const claims = [
      await store.claim(push, { ...known, attempt: 1 }),
      await store.claim(push, { ...known, attempt: 1 }),
    ];
    const ends = [await store.finish(push, 1), await store.finish(push, 1)];
    // Assess
    expect(claims).toEqual([true, false]);
    expect(ends).toEqual([true, false]);
    expect(await store.find('bob', wantedId)).toMatchObject({ known: { attempt: 1, isDone: true } });
  });

  it('leaves the report about a later attempt open at the end of an earlier one', async () => {
    // Prepare
    const store = open();
    await store.begin(push);
    await store.claim(push, { ...known, attempt: 1 });
    const next = { ...push, attempt: 2 };
    await store.begin(next);
    await store.claim(next, { ...known, attempt: 2 });
    // Act
    const isDone = await store.finish(push, 1);
    // Assess
    expect(isDone).toBe(false);
    expect((await store.find('bob', wantedId))?.known).toEqual({ ...known, attempt: 2 });
  });
});
