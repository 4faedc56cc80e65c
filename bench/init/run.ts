/**
 * What a cold start costs: `npm run bench:init`, `-- --quick` for a short look, `-- --json` for one document, `--
 * events watch` for these functions only. Each function is loaded and called once in a fresh process, as it is deployed
 * and bundled naively, in turns, with AWS at local endpoints. docs/performance.md explains the figures.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { region } from '../../lab/aws/localAws.ts';
import { type LocalServices, startLocalServices } from '../../lab/aws/localServices.ts';
import { functionNames } from '../../scripts/bundle.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';
import { bar, type Row, report, row } from '../report.ts';
import { makeInitBundles } from './bundles.ts';
import { prepareFirstCalls } from './firstCalls.ts';
import type { ColdStart } from './process.ts';

const rounds = process.argv.includes('--quick') ? 3 : 20;
const isPinned = process.platform === 'linux' && spawnSync('taskset', ['--cpu-list', '0', 'true']).status === 0;

interface Samples {
  deployed: ColdStart[];
  naive: ColdStart[];
  empty: ColdStart[];
}

const directory = mkdtempSync(join(tmpdir(), 'ringpost-init-'));
const services = await startLocalServices(undefined);
try {
  printFigures(await measure(services));
} finally {
  await services.stop();
  rmSync(directory, { recursive: true });
}

async function measure({ environment, openTableStream }: LocalServices): Promise<Map<FunctionName, Samples>> {
  Object.assign(process.env, environment, { AWS_REGION: region, RINGPOST_LOG_LEVEL: 'ERROR' });
  const bundles = await makeInitBundles(directory);
  const calls = await prepareFirstCalls({ environment, openTableStream });
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const all = functionNames() as FunctionName[];
  const names = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
  const samples = new Map(names.map((name) => [name, { deployed: [], naive: [], empty: [] } as Samples]));
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    for (const [name, { deployed, naive, empty }] of samples) {
      const eventPath = `${directory}/${name}.json`;
      writeFileSync(eventPath, JSON.stringify(calls[name].event));
      const start = (modulePath: string) => coldStart(bundles.process, modulePath, eventPath);
      const turns = [
        async () => deployed.push(await start(bundles.deployed(name))),
        async () => naive.push(await start(bundles.naive(name))),
        async () => empty.push(await start(bundles.empty)),
      ];
      // Back and forth, so that a machine that becomes slower or faster does so for all.
      for (const turn of round % 2 === 0 ? turns.reverse() : turns) await turn();
    }
  }
  return samples;
}

async function coldStart(...parameters: string[]): Promise<ColdStart> {
  const [command = '', ...rest] = [
    ...(isPinned ? ['taskset', '--cpu-list', '0'] : []),
    process.execPath,
    ...parameters,
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  child.stdout?.resume();
  const [answer] = await Promise.all([text(child.stdio[3] as NodeJS.ReadableStream), once(child, 'close')]);
  if (answer === '') throw new Error(`${parameters[1]} did not answer`);
  return JSON.parse(answer) as ColdStart;
}

function printFigures(samples: ReadonlyMap<FunctionName, Samples>): void {
  const each = (what: string, unit: string, values: (one: Samples) => number[]): Row[] =>
    [...samples].map(([name, one]) => row(`${what}: ${name}`, unit, values(one)));
  /** From starts that were measured within a second of each other. */
  const ofPairs = (value: (start: ColdStart) => number, against: 'naive' | 'empty') => (one: Samples) =>
    one.deployed.map((start, index) => value(start) / value(one[against][index] ?? start));
  const ratios = each('init + first call, against the naive bundle', '×', ofPairs(untilAnswer, 'naive'));
  const rows = [
    ...each('init', 'ms', ({ deployed }) => deployed.map(({ initMs }) => initMs)),
    ...each('first call', 'ms', ({ deployed }) => deployed.map(({ firstCallMs }) => firstCallMs)),
    ...each('AWS requests of the first call', '', ({ deployed }) => deployed.map(({ awsRequests }) => awsRequests)),
    ...each('peak memory', 'MB', ({ deployed }) => deployed.map(({ rssMb }) => rssMb)),
    ...each('CPU of init + first call', 'ms', ({ deployed }) => deployed.map(({ cpuMs }) => cpuMs)),
    ...each('the same of the naive bundle', 'ms', ({ naive }) => naive.map(({ cpuMs }) => cpuMs)),
    ...each(
      'CPU, against the naive bundle',
      '×',
      ofPairs(({ cpuMs }) => cpuMs, 'naive'),
    ),
    ...each(
      'process start to answer, against an empty function',
      '×',
      ofPairs(({ wholeMs }) => wholeMs, 'empty'),
    ),
    ...ratios,
  ];
  const bars = ratios.map(({ what, value }) => bar(what, value, 0.65, 0.5));
  report('init', rows, bars);
}

function untilAnswer({ initMs, firstCallMs }: ColdStart): number {
  return initMs + firstCallMs;
}
