/** An import of 100,000 lines that crashes twice: the report adds up, and the API is asked about each device once. */
import { describe, expect, test } from 'vitest';
import type { ImportPlan } from '../../../cli/import/planned.ts';
import { openProgress } from '../../../cli/import/progressFile.ts';
import { registerAll } from '../../../cli/import/registerAll.ts';
import { reportOf } from '../../../cli/import/report.ts';
import { createPace, mostTries } from '../../../cli/stage/pace.ts';
import type { CallServer, ServerAnswer } from '../../../cli/stage/serverCaller.ts';
import { aFile, planOf } from './exports.ts';

const lines = 100_000;
/** One line in a hundred is wrong, in one of these ways. */
const wrongLines: readonly ((n: number) => string)[] = [
  (n) => `user-${n},phone-${n},not-a-token`,
  (n) => `,phone-${n},${hex(n)}`,
  (n) => `user-${n},phone-${n},`,
  (n) => `user-${n},phone-${n}`,
  (n) => `user-${n},phone-${n},${hex(n).slice(1)}`,
];
const hex = (n: number) => n.toString(16).padStart(64, '0');
const isWrong = (n: number) => n % 100 === 7;

function aLine(n: number): string {
  const wrong = wrongLines[Math.floor(n / 100) % wrongLines.length];
  return isWrong(n) && wrong ? wrong(n) : `user-${n},phone-${n},${hex(n)}`;
}

/** Registers what is new, as the API does; each 500th request is one too many. */
function anApi() {
  const devices = new Set<string>();
  let requests = 0;
  const callServer: CallServer = async (_method, path) => {
    requests += 1;
    if (requests % 500 === 0) return { status: 429, body: { message: 'Too Many Requests' } };
    if (devices.has(path)) return { status: 409, body: { code: 'already_registered', detail: '', fix: '' } };
    devices.add(path);
    return { status: 200, body: {} };
  };
  return { callServer, devices, requests: () => requests };
}

const concurrency = 16;
const pace = () => createPace(async () => {});

/** @param crashAfter the request at which the process dies, with what it has not written yet. */
async function run(
  plan: ImportPlan,
  progressFile: string,
  callServer: CallServer,
  crashAfter = Number.POSITIVE_INFINITY,
) {
  const progress = openProgress(progressFile, plan.digest);
  const resumedAt = progress.outcomes.size;
  let asked = 0;
  const mortal: CallServer = async (...request) => {
    asked += 1;
    if (asked > crashAfter) throw new Error('killed');
    return callServer(...request);
  };
  const all = {
    registrations: plan.registrations,
    progress,
    callServer: mortal,
    pace: pace(),
    concurrency,
    onDone() {},
  };
  const end = await registerAll(all).then(
    () => 'done',
    (error: Error) => error.message,
  );
  if (end === 'done') progress.close();
  return { end, resumedAt, progress };
}

describe('100,000 lines, one in a hundred of them wrong', { timeout: 900_000 }, () => {
  test('come along in three runs, of which two crash', async () => {
    // Prepare
    const text = `userId,deviceId,token\n${Array.from({ length: lines }, (_, n) => aLine(n)).join('\n')}\n`;
    const file = aFile(text);
    const api = anApi();

    // Act
    const runs = [];
    for (const crashAfter of [30_000, 40_000, undefined]) {
      const plan = planOf('csv', file);
      const { end, resumedAt, progress } = await run(plan, `${file}.progress`, api.callServer, crashAfter);
      runs.push({ end, resumedAt, report: reportOf(plan, progress) });
    }

    // Assess
    expect(runs.map(({ end }) => end)).toEqual(['killed', 'killed', 'done']);
    const [first, second, third] = runs;
    expect(first?.resumedAt).toBe(0);
    expect(second?.resumedAt).toBeGreaterThan(29_000);
    expect(third?.resumedAt).toBeGreaterThan(68_000);
    const { records, leftOut = [], devices } = third?.report ?? {};
    const { read = 0, ready = 0, registered = 0, alreadyRegistered = 0, leftOut: left = 0 } = records ?? {};
    expect({ read, ready, left, devices }).toEqual({ read: lines, ready: 0, left: lines / 100, devices: 99_000 });
    expect(registered + alreadyRegistered + left).toBe(lines);
    // Registered before a crash, and not noted: at most what waits to be written, and what is under way.
    expect(alreadyRegistered).toBeLessThanOrEqual(2 * (100 + concurrency));
    expect(api.devices.size).toBe(99_000);
    expect(leftOut.map(({ place }) => place).toSorted()).toEqual(
      Array.from({ length: lines }, (_, n) => n)
        .filter(isWrong)
        .map((n) => `line ${n + 2}`)
        .toSorted(),
    );
    expect(
      Object.fromEntries([...Map.groupBy(leftOut, ({ code }) => code)].map(([code, { length }]) => [code, length])),
    ).toEqual({ invalid: 400, no_user: 200, no_token: 200, unreadable: 200 });
  });
});

describe('an API that has enough', () => {
  const plan = () => planOf('csv', aFile(`userId,token\nbob,${hex(1)}\ncarol,${hex(2)}\n`));

  async function runAgainst(answers: readonly ServerAnswer[]) {
    const pauses: number[] = [];
    let asked = 0;
    const given = plan();
    const progress = openProgress(`${aFile('')}.progress`, given.digest);
    const end = await registerAll({
      registrations: given.registrations,
      progress,
      callServer: async () => answers[Math.min(asked++, answers.length - 1)] ?? { status: 200, body: {} },
      pace: createPace(
        async (ms) => void pauses.push(ms),
        () => 0.5,
      ),
      concurrency: 1,
      onDone() {},
    }).catch((error: Error) => error.message);
    return { end, pauses, asked, outcomes: [...progress.outcomes.values()] };
  }
  const busy: ServerAnswer = { status: 429, body: { message: 'Too Many Requests' } };

  test('gets pauses that double, and the import goes on', async () => {
    // Act
    const { end, pauses, outcomes } = await runAgainst([
      busy,
      { status: 503, body: undefined },
      busy,
      { status: 200, body: {} },
    ]);
    // Assess
    expect(end).toBeUndefined();
    expect(pauses).toEqual([250, 500, 1000]);
    expect(outcomes).toEqual([{ outcome: 'registered' }, { outcome: 'registered' }]);
  });

  test('stops the import in the end, which can be resumed', async () => {
    // Act
    const { end, asked, outcomes } = await runAgainst([busy]);
    // Assess
    expect(end).toBe(`the API answers 429, ${mostTries} times in a row`);
    expect(asked).toBe(mostTries);
    expect(outcomes).toEqual([]);
  });

  test.each([
    ['the app is not one of the stage', 400, 'unknown_app'],
    ['the key may not', 403, 'forbidden'],
    ['the stage is of an older version', 404, 'unknown_route'],
  ])('stops the import at once when %s', async (_why, status, code) => {
    // Act
    const { end, asked, outcomes } = await runAgainst([{ status, body: { code, detail: code, fix: 'f' } }]);
    // Assess
    expect(end).toBe(code);
    expect(asked).toBe(1);
    expect(outcomes).toEqual([]);
  });

  test('and refuses one device leaves that one out', async () => {
    // Prepare
    const body = { code: 'device_app', detail: 'It is of another app.', fix: 'f' };
    // Act
    const { end, outcomes } = await runAgainst([
      { status: 409, body },
      { status: 200, body: {} },
    ]);
    // Assess
    expect(end).toBeUndefined();
    expect(outcomes).toEqual([
      { outcome: 'refused', field: '', reason: 'It is of another app.' },
      { outcome: 'registered' },
    ]);
  });
});
