import { describe, expect, it } from 'vitest';
import { activityPayload, excessBytes } from '../../../../shared/activities/rules/activityUpdate.ts';

const nowMs = Date.UTC(2026, 10, 30, 12, 0, 0, 900);

describe('the payload of a Live Activity', () => {
  it('has the keys that ActivityKit reads, with times in epoch seconds', () => {
    // Act
    const payload = activityPayload(
      {
        event: 'end',
        contentState: { home: 2 },
        staleAtMs: nowMs + 60_000,
        dismissAtMs: nowMs - 60_000,
        alert: { title: 'Goal', body: '2 to 1' },
        relevanceScore: 75,
      },
      nowMs,
    );

    // Assess
    const nowSeconds = Date.UTC(2026, 10, 30, 12) / 1000;
    expect(payload).toEqual({
      aps: {
        timestamp: nowSeconds,
        event: 'end',
        'content-state': { home: 2 },
        'stale-date': nowSeconds + 60,
        'dismissal-date': nowSeconds - 60,
        'relevance-score': 75,
        alert: { title: 'Goal', body: '2 to 1', sound: 'default' },
      },
    });
  });

  it('has nothing that the team has not given', () => {
    // Act
    const { aps } = activityPayload({ event: 'update', contentState: {} }, nowMs);

    // Assess
    expect(Object.keys(aps)).toEqual(['timestamp', 'event', 'content-state']);
  });

  it.each([
    [5120, undefined],
    [5121, 5121],
  ])('of %d bytes exceeds the limit of a broadcast by %s', (bytes, excess) => {
    // Prepare
    const withText = (length: number) => ({ event: 'update', contentState: { text: 'x'.repeat(length) } }) as const;
    const otherBytes = JSON.stringify(activityPayload(withText(0), nowMs)).length;

    // Act
    const found = excessBytes(withText(bytes - otherBytes), nowMs);

    // Assess
    expect(found).toBe(excess);
  });
});
