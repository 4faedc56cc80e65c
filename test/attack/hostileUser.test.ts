/**
 * A hostile user makes two hundred moves at random, while three honest users go through their day. Afterwards the
 * honest users have what they would have without her. `ATTACK_RUNS=50 npx vitest run test/attack` attacks longer, with
 * other moves at each run.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { until } from '../support/lab/labClient.ts';
import { honestDay } from './honestDay.ts';
import { type Loot, type Move, move } from './moves.ts';
import { observe } from './observe.ts';
import { makeVillage, type Village } from './village.ts';

const moves = 200;
const settledMs = 2000;
const runs = Number(process.env['ATTACK_RUNS'] ?? 2);
/** The same moves each time, unless somebody asks for more. */
const seed = process.env['ATTACK_RUNS'] === undefined ? 20_261_130 : undefined;

interface Attack {
  village: Village;
  loot: Loot;
  /** What the honest users were answered, by step; their steps follow one another. */
  day: Promise<Record<string, unknown>>;
  stepsBegun: number;
}

/** Starts the next step of the honest users' day: it runs beside the moves that follow. */
function startStep(attack: Attack): void {
  const step = honestDay[attack.stepsBegun];
  attack.stepsBegun += 1;
  if (step === undefined) return;
  attack.day = attack.day.then(async (answers) => ({ ...answers, [step.title]: await step.run(attack.village) }));
  // The reader of the day gets the error.
  attack.day.catch(() => {});
}

class HostileMove implements fc.AsyncCommand<object, Attack> {
  readonly #move: Move;
  readonly #isFollowedByStep: boolean;
  constructor(chosen: Move, isFollowedByStep: boolean) {
    this.#move = chosen;
    this.#isFollowedByStep = isFollowedByStep;
  }
  check = () => true;
  toString = () => this.#move.title;
  async run(_: object, attack: Attack): Promise<void> {
    if (this.#isFollowedByStep) startStep(attack);
    const { status, body } = await this.#move.run(attack);
    expect(status, `${this.#move.title}: ${JSON.stringify(body)}`).toBeLessThan(500);
  }
}

const hostileMove = fc
  .tuple(move, fc.nat({ max: 15 }))
  .map(([chosen, chance]) => new HostileMove(chosen, chance === 0));

const begin = async (lab: Lab, isAttacked: boolean): Promise<Attack> => ({
  village: await makeVillage(lab, { isAttacked }),
  loot: { messages: [], calls: [], devices: [] },
  day: Promise.resolve({}),
  stepsBegun: 0,
});

async function endOfDay(attack: Attack): Promise<unknown> {
  while (attack.stepsBegun < honestDay.length) startStep(attack);
  const answers = await attack.day;
  const named = JSON.parse(JSON.stringify(answers).replaceAll(`-${attack.village.suffix}`, '')) as object;
  return named;
}

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

describe('a hostile user', () => {
  it('cannot change what three honest users send, receive or set', async () => {
    // Prepare
    const peaceful = await begin(lab, false);
    await endOfDay(peaceful);
    const expected = await settled(peaceful);
    await fc.assert(
      fc.asyncProperty(fc.array(hostileMove, { minLength: moves, maxLength: moves }), async (commands) => {
        // Act
        const attack = await begin(lab, true);
        await fc.asyncModelRun(() => ({ model: {}, real: attack }), commands);
        await endOfDay(attack);
        // Assess
        const seen = await until(
          () => observe(attack.village),
          (view) => isDeepStrictEqual(view, expected),
          30_000,
        ).catch(() => observe(attack.village));
        expect(seen).toEqual(expected);
      }),
      { numRuns: runs, endOnFailure: true, verbose: 1, ...(seed !== undefined && { seed }) },
    );
  }, 300_000);
});

/** What stays as it is: receipts and badges of phones come a moment later, and on a busy machine some more. */
async function settled({ village }: Attack): Promise<unknown> {
  let last: unknown;
  let sinceMs = Date.now();
  return until(
    () => observe(village),
    (view) => {
      if (!isDeepStrictEqual(view, last)) sinceMs = Date.now();
      last = view;
      return Date.now() - sinceMs > settledMs;
    },
    30_000,
  );
}
