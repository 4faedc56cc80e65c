import { describe, expect, it } from 'vitest';
import type { CallActivityStore } from '../../../../shared/activities/ports.ts';
import type { CallChannel, ShownContent } from '../../../../shared/activities/rules/callActivity.ts';
import { callActivityStore } from '../../../../shared/activities/table/callActivityStore.ts';
import { MemoryCallActivities } from '../../../support/memory/callActivities.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const stores: [string, () => CallActivityStore][] = [
  ['in DynamoDB', () => callActivityStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryCallActivities()],
];
const shown: ShownContent = { version: 1, content: '{}', timestamp: 100, isPublished: true, leaseUntilMs: 0 };
const later: ShownContent = { version: 2, content: '{"a":1}', timestamp: 101, isPublished: false, leaseUntilMs: 5 };
const channel: CallChannel = { appId: 'com.example.app', environment: 'production', channelId: 'Y2g=' };

describe.each(stores)('the Live Activity of a call, %s,', (_where, open) => {
  it('is unknown before its first page', async () => {
    // Act
    const found = await open().find('call-1');
    // Assess
    expect(found).toBeUndefined();
  });

  it('gives each page to one worker, and keeps what it showed first', async () => {
    // Prepare
    const store = open();
    // Act
    const claims = [
      await store.claimPage('call-1', '', shown),
      await store.claimPage('call-1', '', later),
      await store.claimPage('call-1', 'bob', later),
    ];
    // Assess
    expect(claims).toEqual([true, false, true]);
    expect(await store.find('call-1')).toEqual({ ...shown, channels: [] });
  });

  it('has one channel for each app in each environment', async () => {
    // Prepare
    const store = open();
    await store.claimPage('call-1', '', shown);
    const development = { ...channel, environment: 'development' } as const;
    // Act
    const added = [
      await store.addChannel('call-1', channel),
      await store.addChannel('call-1', { ...channel, channelId: 'other' }),
      await store.addChannel('call-1', development),
    ];
    // Assess
    expect(added).toEqual([true, false, true]);
    expect((await store.find('call-1'))?.channels).toEqual(expect.arrayContaining([channel, development]));
  });

  it('notes new content unless other content was noted since', async () => {
    // Prepare
    const store = open();
    await store.claimPage('call-1', '', shown);
    const read = { ...shown, channels: [] };
    // Act
    const noted = [
      await store.noteContent('call-1', read, later),
      await store.noteContent('call-1', read, { ...later, timestamp: 102 }),
    ];
    // Assess
    expect(noted).toEqual([true, false]);
    expect(await store.find('call-1')).toEqual({ ...later, channels: [] });
  });
});
