/**
 * `npm run fuzz:wire`: a million real captures of answers, each with some bytes changed, against Ringpost's own HTTP/2.
 * `-- --runs 5000` for fewer, `-- --seed 7` for the same ones again. Exit status 1 and the smallest example that breaks
 * a rule of `test/support/apns/mutatedCaptures.ts`, if there is one.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { captureAnswers } from '../support/apns/captures.ts';
import { mutatedCaptureProperty } from '../support/apns/mutatedCaptures.ts';

const usage = `npm run fuzz:wire -- [--runs <number>] [--seed <number>]

Changes bytes in real answers and reads them with Ringpost's own HTTP/2. Example: npm run fuzz:wire -- --runs 10000`;

/** Every session is held until the next turn of the event loop, which comes after this many captures. */
const portion = 1000;
const reportEvery = 20_000;

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
});

if (values.help) process.stdout.write(`${usage}\n`);
else
  await fuzz(
    wholeNumber('runs', values.runs ?? '1000000'),
    wholeNumber('seed', values.seed ?? String(Date.now() % 2 ** 31)),
  );

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`--${name} is ${text}: give a whole number`);
}

async function fuzz(runs: number, seed: number): Promise<void> {
  const property = mutatedCaptureProperty(await captureAnswers());
  process.stderr.write(`${runs} mutated captures, seed ${seed}\n`);
  for (let done = 0; done < runs; done += portion) {
    const result = fc.check(property, { numRuns: Math.min(portion, runs - done), seed: seed + done });
    if (result.failed) {
      process.stdout.write(`${fc.defaultReportMessage(result) ?? 'failed'}\n`);
      process.exitCode = 1;
      return;
    }
    const soFar = Math.min(done + portion, runs);
    if (soFar % reportEvery === 0 || soFar === runs) process.stderr.write(`${soFar} of ${runs}\n`);
    await setImmediate();
  }
  process.stdout.write(`${runs} mutated captures: nothing found\n`);
}
