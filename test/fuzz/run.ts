/**
 * Requests made from the OpenAPI document against a lab of its own, with the tokens and signatures of real callers:
 * `npm run fuzz -- --minutes 10`. Schemathesis makes them (docs/decisions/0038); it needs Python 3.11 or newer.
 * Exit status 0: no error of ours, nothing outside of the schema, no answer over two seconds of CPU.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Lab, startLab } from '../../lab/lab.ts';
import { openApiText } from '../../scripts/openapi.ts';
import { schemathesis } from './schemathesis.ts';
import { knownThings, prepareLab } from './world.ts';

interface Counts {
  requests: number;
  byStatus: Record<string, number>;
  byRoute: Record<string, number>;
  longestCpuSeconds: number;
  longestCpuRequest: string;
}

/** Those that have no false alarms: whether a refusal was right, the other tests ask. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'cpu_time',
  'problems_say_how_to_fix',
];
/** Above what it takes to finish the request that is under way. */
const graceSeconds = 60;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const seconds = Math.round(Number(values.minutes) * 60);
if (!(seconds >= 1 && seconds <= 3600)) {
  process.stderr.write('--minutes is a number from 0.02 to 60.\n');
  process.exit(2);
}
const seed = values.seed ?? String(randomInt(2 ** 31));
const directory = mkdtempSync(join(tmpdir(), 'ringpost-fuzz-'));
const countsFile = join(directory, 'counts.json');
let lab: Lab | undefined;
try {
  const command = await schemathesis();
  lab = await startLab({ port: 0 });
  await prepareLab(lab);
  const status = await fuzz(lab, command);
  process.exitCode = report(lab, status);
} finally {
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** @returns the exit status. */
async function fuzz({ url, region, accessKeyId, secretAccessKey }: Lab, command: string): Promise<number> {
  const document = join(directory, 'openapi.json');
  writeFileSync(document, openApiText());
  const settings = { url, region, accessKeyId, secretAccessKey, pid: process.pid, seed, countsFile, ...knownThings };
  const budget = ['--max-time', String(seconds), '--seed', seed, '--phases', 'examples,coverage,fuzzing'];
  const output = ['--no-color', '--continue-on-failure', '--output-truncate', 'true', '--warnings', 'off'];
  // As a callee of the lab it must not be led elsewhere by a proxy.
  const environment = { ...process.env, NO_PROXY: '*', RINGPOST_FUZZ: JSON.stringify(settings) };
  const hooks = fileURLToPath(new URL('hooks.py', import.meta.url));
  const child = spawn(command, ['run', document, '--url', url, '--checks', checks.join(','), ...budget, ...output], {
    cwd: directory,
    env: { ...environment, SCHEMATHESIS_HOOKS: hooks },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = setTimeout(() => child.kill('SIGKILL'), (seconds + graceSeconds) * 1000);
  try {
    return await exitStatus(child);
  } finally {
    clearTimeout(stop);
  }
}

function exitStatus(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The last line holds the counts. @returns the exit status. */
function report(running: Lab, status: number): number {
  const counts = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  const failed = running.logLines().filter((line) => line.includes('"request failed"'));
  for (const line of failed.slice(0, 10)) process.stdout.write(`${line}\n`);
  const errors = Object.entries(counts.byStatus).reduce((sum, [code, n]) => sum + (code >= '500' ? n : 0), 0);
  const reached = Object.keys(counts.byRoute).length;
  const statuses = Object.entries(counts.byStatus).map(([code, n]) => `${n} × ${code}`);
  process.stdout.write(
    `longest CPU of an answer: ${counts.longestCpuSeconds} s, ${counts.longestCpuRequest}; seed ${seed}\n` +
      `fuzz: ${counts.requests} requests to ${reached} routes in ${seconds} s, ${errors} errors of ours; ${statuses.join(', ')}\n`,
  );
  const isGood = status === 0 && errors === 0 && failed.length === 0 && counts.requests > 0;
  return isGood ? 0 : 1;
}
