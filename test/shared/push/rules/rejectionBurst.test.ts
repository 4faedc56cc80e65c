import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstUsers, burstWindowMs, RejectionWindow } from '../../../../shared/push/rules/rejectionBurst.ts';

const names = (count: number, prefix = 'user') => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

function windowThatRefused(userIds: readonly string[], atMs = 0): RejectionWindow {
  const window = new RejectionWindow();
  for (const userId of userIds) window.refused(userId, atMs);
  return window;
}

describe('a burst of rejections', () => {
  it.each([
    ['begins with the fifth user', burstUsers, true],
    ['does not begin with four users', burstUsers - 1, false],
    ['does not exist before a rejection', 0, false],
  ])('%s', (_behaviour, count, expected) => {
    // Prepare
    const window = windowThatRefused(names(count));

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(expected);
  });

  it('does not begin with one user, for any number of rejected tokens', () => {
    // Prepare
    const window = windowThatRefused(Array.from({ length: 100 }, () => 'user'));

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(false);
  });

  it('begins as soon after a thousand accepted pushes as after none', () => {
    // Prepare
    const window = new RejectionWindow();
    for (const userId of names(1000)) window.accepted(userId);
    for (const userId of names(burstUsers)) window.refused(userId, 0);

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(true);
  });

  it('does not begin when every third push is rejected', () => {
    // Prepare
    const window = new RejectionWindow();
    const seen: boolean[] = [];

    // Act
    for (const userId of names(300)) {
      window.refused(userId, 0);
      seen.push(window.isBurst(0));
      window.accepted(`good ${userId}`);
      window.accepted(`other ${userId}`);
    }

    // Assess
    expect(seen).not.toContain(true);
  });

  it('does not count a user with a token accepted since', () => {
    // Prepare
    const window = windowThatRefused(names(burstUsers + 1));

    // Act
    window.accepted('user-3');

    // Assess
    expect(names(burstUsers + 1).filter((userId) => window.counts(userId, 0))).not.toContain('user-3');
    expect(window.isBurst(0)).toBe(true);
  });

  it('forgets the oldest rejection first when pushes are accepted', () => {
    // Prepare
    const window = windowThatRefused(names(3));
    window.refused('user-0', 1);

    // Act
    window.accepted('good');

    // Assess
    expect(names(3).filter((userId) => window.counts(userId, 1))).toEqual(['user-0', 'user-2']);
  });

  it.each([
    ['still counts in the last moment of its window', burstWindowMs - 1, true],
    ['ends with its window', burstWindowMs, false],
  ])('%s', (_behaviour, nowMs, expected) => {
    // Prepare
    const window = windowThatRefused(names(burstUsers));

    // Act
    const isBurst = window.isBurst(nowMs);

    // Assess
    expect(isBurst).toBe(expected);
    expect(window.counts('user-0', nowMs)).toBe(expected);
  });

  it('times a rejection from its last occurrence', () => {
    // Prepare
    const window = windowThatRefused(names(burstUsers));
    for (const userId of names(burstUsers)) window.refused(userId, 10);

    // Act
    const isBurst = window.isBurst(burstWindowMs + 9);

    // Assess
    expect(isBurst).toBe(true);
  });

  it('ends after the same few accepted pushes for any number of rejections', () => {
    // Prepare
    const window = windowThatRefused(names(10_000));

    // Act
    const accepted = names(burstUsers + 1, 'good');
    for (const userId of accepted.slice(1)) window.accepted(userId);
    const before = window.isBurst(0);
    window.accepted('one more');

    // Assess
    expect([before, window.isBurst(0)]).toEqual([true, false]);
  });

  const events = fc.array(
    fc.record({ userId: fc.constantFrom(...names(12)), accepted: fc.boolean(), afterMs: fc.nat(burstWindowMs / 4) }),
    { maxLength: 60 },
  );

  it('never begins with an accepted push and never ends with a rejection', () => {
    fc.assert(
      fc.property(events, (history) => {
        // Prepare
        const window = new RejectionWindow();
        let nowMs = 0;

        for (const { userId, accepted, afterMs } of history) {
          nowMs += afterMs;
          const before = window.isBurst(nowMs);

          // Act
          if (accepted) window.accepted(userId);
          else window.refused(userId, nowMs);

          // Assess
          const after = window.isBurst(nowMs);
          if (accepted) expect(after && !before).toBe(false);
          else expect(before && !after).toBe(false);
        }
      }),
    );
  });

  it('needs enough different rejected users within the window and since the last accepted pushes', () => {
    fc.assert(
      fc.property(events, (history) => {
        // Prepare
        const window = new RejectionWindow();
        const refusals: { userId: string; atMs: number }[] = [];
        let nowMs = 0;

        for (const { userId, accepted, afterMs } of history) {
          nowMs += afterMs;

          // Act
          if (accepted) window.accepted(userId);
          else {
            window.refused(userId, nowMs);
            refusals.push({ userId, atMs: nowMs });
          }

          // Assess
          const recent = refusals.filter(({ atMs }) => nowMs - atMs < burstWindowMs);
          if (window.isBurst(nowMs))
            expect(new Set(recent.map((refusal) => refusal.userId)).size).toBeGreaterThanOrEqual(burstUsers);
        }
      }),
    );
  });
});
