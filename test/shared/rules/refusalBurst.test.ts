import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstTokens, burstWindowMs, RefusalWindow } from '../../../shared/rules/refusalBurst.ts';

const names = (count: number, prefix = 'token') => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

function windowThatRefused(tokens: readonly string[], atMs = 0): RefusalWindow {
  const window = new RefusalWindow();
  for (const token of tokens) window.refused(token, atMs);
  return window;
}

describe('a burst of refusals', () => {
  it.each([
    ['begins with the fifth token', burstTokens, true],
    ['is not what four tokens make', burstTokens - 1, false],
    ['is not there before anything was refused', 0, false],
  ])('%s', (_behaviour, count, expected) => {
    // Prepare
    const window = windowThatRefused(names(count));

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(expected);
  });

  it('is not what one token makes, however often it is refused', () => {
    // Prepare
    const window = windowThatRefused(Array.from({ length: 100 }, () => 'token'));

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(false);
  });

  it('is known as soon after a thousand accepted pushes as after none', () => {
    // Prepare
    const window = new RefusalWindow();
    for (const token of names(1000)) window.accepted(token);
    for (const token of names(burstTokens)) window.refused(token, 0);

    // Act
    const isBurst = window.isBurst(0);

    // Assess
    expect(isBurst).toBe(true);
  });

  it('is not what every third push makes', () => {
    // Prepare
    const window = new RefusalWindow();
    const seen: boolean[] = [];

    // Act
    for (const token of names(300)) {
      window.refused(token, 0);
      seen.push(window.isBurst(0));
      window.accepted(`good ${token}`);
      window.accepted(`other ${token}`);
    }

    // Assess
    expect(seen).not.toContain(true);
  });

  it('does not count a token that was accepted since', () => {
    // Prepare
    const window = windowThatRefused(names(burstTokens + 1));

    // Act
    window.accepted('token-3');

    // Assess
    expect(names(burstTokens + 1).filter((token) => window.counts(token, 0))).not.toContain('token-3');
    expect(window.isBurst(0)).toBe(true);
  });

  it('forgets the longest ago first when pushes are accepted', () => {
    // Prepare
    const window = windowThatRefused(names(3));
    window.refused('token-0', 1);

    // Act
    window.accepted('good');

    // Assess
    expect(names(3).filter((token) => window.counts(token, 1))).toEqual(['token-0', 'token-2']);
  });

  it.each([
    ['still counts in the last moment of its window', burstWindowMs - 1, true],
    ['is over when its window is', burstWindowMs, false],
  ])('%s', (_behaviour, nowMs, expected) => {
    // Prepare
    const window = windowThatRefused(names(burstTokens));

    // Act
    const isBurst = window.isBurst(nowMs);

    // Assess
    expect(isBurst).toBe(expected);
    expect(window.counts('token-0', nowMs)).toBe(expected);
  });

  it('counts a refusal from when it was last said', () => {
    // Prepare
    const window = windowThatRefused(names(burstTokens));
    for (const token of names(burstTokens)) window.refused(token, 10);

    // Act
    const isBurst = window.isBurst(burstWindowMs + 9);

    // Assess
    expect(isBurst).toBe(true);
  });

  it('ends after as few accepted pushes, however many were refused', () => {
    // Prepare
    const window = windowThatRefused(names(10_000));

    // Act
    const accepted = names(burstTokens + 1, 'good');
    for (const token of accepted.slice(1)) window.accepted(token);
    const before = window.isBurst(0);
    window.accepted('one more');

    // Assess
    expect([before, window.isBurst(0)]).toEqual([true, false]);
  });

  const events = fc.array(
    fc.record({ token: fc.constantFrom(...names(12)), accepted: fc.boolean(), afterMs: fc.nat(burstWindowMs / 4) }),
    { maxLength: 60 },
  );

  it('is never made by an accepted push, and never ended by a refusal', () => {
    fc.assert(
      fc.property(events, (history) => {
        // Prepare
        const window = new RefusalWindow();
        let nowMs = 0;

        for (const { token, accepted, afterMs } of history) {
          nowMs += afterMs;
          const before = window.isBurst(nowMs);

          // Act
          if (accepted) window.accepted(token);
          else window.refused(token, nowMs);

          // Assess
          const after = window.isBurst(nowMs);
          if (accepted) expect(after && !before).toBe(false);
          else expect(before && !after).toBe(false);
        }
      }),
    );
  });

  it('needs as many different tokens refused within the window, after the last but so many accepted pushes', () => {
    fc.assert(
      fc.property(events, (history) => {
        // Prepare
        const window = new RefusalWindow();
        const refusals: { token: string; atMs: number }[] = [];
        let nowMs = 0;

        for (const { token, accepted, afterMs } of history) {
          nowMs += afterMs;

          // Act
          if (accepted) window.accepted(token);
          else {
            window.refused(token, nowMs);
            refusals.push({ token, atMs: nowMs });
          }

          // Assess
          const recent = refusals.filter(({ atMs }) => nowMs - atMs < burstWindowMs);
          if (window.isBurst(nowMs))
            expect(new Set(recent.map((refusal) => refusal.token)).size).toBeGreaterThanOrEqual(burstTokens);
        }
      }),
    );
  });
});
