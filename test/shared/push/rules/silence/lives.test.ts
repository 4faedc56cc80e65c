/**
 * Ten thousand random lives of a phone, and no wrong verdict. The flows, the rules and the stored facts are the real ones;
 * the phone and Apple are a model that knows the truth: `test/support/silence`.
 *
 * A cause **holds** if it alone would have kept the report away. A verdict is **wrong** if it is `certain` or `likely` and
 * its cause does not hold, or if it is `possible` and something that the server knows contradicts it: what would
 * contradict each cause is in `consistent.ts`. `unknown` is never wrong, but counted.
 *
 * The model assumes: a phone that has a network for a push also has it for the report; and a user who switches
 * notifications on in Settings has a network, and goes back to the app.
 *
 * The lives are the same in each run. `RINGPOST_LIVES_SEED=7 npx vitest run test/shared/push/rules/silence/lives.test.ts`
 * lives others.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SilentTarget } from '../../../../../shared/push/rules/silence/facts.ts';
import { callLife, liveCall } from '../../../../support/silence/callLife.ts';
import { isConsistent, type KnownFacts, knownOfCall, knownOfMessage } from '../../../../support/silence/consistent.ts';
import { liveMessage, messageLife } from '../../../../support/silence/messageLife.ts';
import type { Truth } from '../../../../support/silence/phoneInLife.ts';

const seed = Number(process.env['RINGPOST_LIVES_SEED'] ?? 1);
const limitMs = 300_000;

function isWrong({ cause, confidence }: SilentTarget, truth: ReadonlySet<Truth>, known: KnownFacts): boolean {
  if (confidence === 'unknown') return false;
  return confidence === 'possible' ? !isConsistent(cause, known) : !truth.has(cause);
}

/** How many verdicts there are of each confidence, and how many of them name a cause that holds. */
class Tally {
  readonly counts = { certain: 0, likely: 0, possible: 0, unknown: 0 };
  readonly held = { certain: 0, likely: 0, possible: 0, unknown: 0 };
  readonly wrong: unknown[] = [];

  add(verdict: SilentTarget, truth: ReadonlySet<Truth>, known: KnownFacts, life: unknown): void {
    if (truth.size === 0) throw new Error('the model knows why a push was not reported');
    this.counts[verdict.confidence] += 1;
    if (truth.has(verdict.cause)) this.held[verdict.confidence] += 1;
    if (isWrong(verdict, truth, known)) this.wrong.push({ verdict, truth: [...truth], life });
  }

  /** Share of verdicts that say nothing: each silent push of the model has a cause. */
  get unknownShare(): number {
    const { certain, likely, possible, unknown } = this.counts;
    return unknown / (certain + likely + possible + unknown);
  }
}

describe('in 10,000 random lives', () => {
  it(
    'no verdict on a message is wrong, and few are unknown',
    async () => {
      // Prepare
      const lives = fc.sample(messageLife, { numRuns: 7000, seed });
      const tally = new Tally();

      // Act
      for (const life of lives) {
        const asked = await liveMessage(life);
        const { verdict, truth } = asked;
        if (verdict !== undefined) tally.add(verdict, truth, knownOfMessage(asked), life);
      }

      // Assess
      expect(tally.wrong.slice(0, 3)).toEqual([]);
      expect(tally.unknownShare).toBeLessThan(0.1);
      // It says something: these are the verdicts for which a team does something.
      expect(tally.counts.certain + tally.counts.likely).toBeGreaterThan(lives.length * 0.3);
      expect(tally.held.possible).toBeGreaterThan(tally.counts.possible * 0.3);
    },
    limitMs,
  );

  it(
    'no verdict on a ring is wrong, and few are unknown',
    async () => {
      // Prepare
      const lives = fc.sample(callLife, { numRuns: 3000, seed });
      const tally = new Tally();

      // Act
      for (const life of lives) {
        const asked = await liveCall(life);
        for (const verdict of asked.verdicts) tally.add(verdict, asked.truth, knownOfCall(asked), life);
      }

      // Assess
      expect(tally.wrong.slice(0, 3)).toEqual([]);
      expect(tally.unknownShare).toBeLessThan(0.1);
      expect(tally.counts.certain + tally.counts.likely).toBeGreaterThan(lives.length * 0.3);
      expect(tally.held.possible).toBeGreaterThan(tally.counts.possible * 0.3);
    },
    limitMs,
  );
});
