import { describe, expect, it } from 'vitest';
import { messageView } from '../../../shared/api/messageView.ts';
import { dayView } from '../../../shared/api/statisticsView.ts';
import { newProgress } from '../../../shared/messages/rules/chunkProgress.ts';
import type { MessageOverview } from '../../../shared/messages/rules/record.ts';
import { isoTime, startMs } from '../../support/factories.ts';

const at = (seconds: number) => isoTime(startMs + seconds * 1000);
const aReport = (changes: Partial<MessageOverview['record']> = {}): MessageOverview => ({
  record: {
    messageId: 'm1',
    from: 'alice',
    to: ['bob'],
    createdAtMs: startMs,
    targets: [{ userId: 'bob', deviceId: 'phone-1', kind: 'alert', outcome: 'accepted' }],
    timeline: [
      { at: at(0), event: 'received' },
      { at: at(9), event: 'recalled' },
    ],
    ...changes,
  },
  chunks: [],
  receipts: [],
});

describe('a message as its sender sees it', () => {
  it('has the reports of devices in its timeline, by time, and counts them', () => {
    // Prepare
    const receipts = [
      { userId: 'bob', deviceId: 'phone-1', times: { tapped: at(5), delivered: at(1) } },
      { userId: 'bob', deviceId: 'phone-2', times: { delivered: at(2) } },
    ];

    // Act
    const view = messageView({ ...aReport(), receipts });

    // Assess
    expect(view.receipts).toEqual({ delivered: 2, shown: 0, tapped: 1 });
    expect(view.timeline.map(({ event, deviceId }) => [event, deviceId])).toEqual([
      ['received', undefined],
      ['delivered', 'phone-1'],
      ['delivered', 'phone-2'],
      ['tapped', 'phone-1'],
      ['recalled', undefined],
    ]);
  });

  it("lists its targets in the sender's order of recipients", () => {
    // Prepare
    const target = (userId: string, deviceId: string) =>
      ({ userId, deviceId, kind: 'alert', outcome: 'accepted' }) as const;
    const targets = [target('bob', 'b2'), target('alice', 'a1'), target('bob', 'b1'), target('zoe', 'z1')];

    // Act
    const view = messageView(aReport({ to: ['zoe', 'bob', 'alice'], targets }));

    // Assess
    expect(view.targets.map(({ deviceId }) => deviceId)).toEqual(['z1', 'b1', 'b2', 'a1']);
  });

  it('has at most 100 reports in its timeline, and counts all', () => {
    // Prepare
    const receipts = Array.from({ length: 300 }, (_, index) => ({
      userId: `user-${index}`,
      deviceId: `phone-${index}`,
      times: { shown: at(index) },
    }));

    // Act
    const view = messageView({ ...aReport(), receipts });

    // Assess
    expect(view.timeline).toHaveLength(102);
    expect(view.receipts.shown).toBe(300);
  });

  it('of a list counts recipients who have not been reached yet', () => {
    // Prepare
    const expansion = { chunks: 1, recipients: 2, isComplete: true };
    const report = aReport({ to: ['bob', 'carol'], targets: [], expansions: { send: expansion } });
    const listed = [{ userId: 'bob', outcome: 'skipped', reason: 'no_device' } as const];

    // Act
    const view = messageView({ ...report, chunks: [{ ...newProgress(2), reached: 1, listed }] });

    // Assess
    expect(view.targets).toEqual([...listed, { userId: 'carol', outcome: 'retrying', reason: 'queued' }]);
    expect(view.summary).toEqual({ accepted: 0, skipped: 1, rejected: 0, failed: 0, retrying: 1 });
    expect(view.reasons).toEqual({ 'skipped/no_device': 1 });
  });
});

describe('statistics', () => {
  it('have zeros for empty days, oldest first, and can be limited to one app', () => {
    // Prepare
    const days = [
      { day: '2026-11-22', appId: 'com.example.one', counters: { accepted: 3, rejected: 1, tapped: 2 } },
      { day: '2026-11-21', appId: 'com.example.one', counters: { skipped: 4 } },
      { day: '2026-11-21', appId: 'com.example.two', counters: { failed: 5 } },
    ];

    // Act
    const all = dayView({ apps: days, phones: [] }, undefined);
    const one = dayView({ apps: days, phones: [] }, 'com.example.one');

    // Assess
    expect(all.map(({ day, appId }) => `${day} ${appId}`)).toEqual([
      '2026-11-21 com.example.one',
      '2026-11-21 com.example.two',
      '2026-11-22 com.example.one',
    ]);
    expect(one).toHaveLength(2);
    expect(one[1]).toEqual({
      day: '2026-11-22',
      appId: 'com.example.one',
      sent: 4,
      accepted: 3,
      skipped: 0,
      rejected: 1,
      failed: 0,
      delivered: 0,
      shown: 0,
      tapped: 2,
      rings: 0,
      ringsUnreported: 0,
    });
  });
});
