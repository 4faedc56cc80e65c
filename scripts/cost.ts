/**
 * What Ringpost costs: `npm run cost`. At rest, for each stage of `cdk/stages.ts`: the billable resources of its
 * template. In use: what AWS would bill for a million messages and calls, counted while the bundled functions do their
 * work against local services. List prices (cost/prices.ts), without free tiers. `-- --json` prints one document.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RingpostStack } from '../cdk/ringpostStack.ts';
import { type StageConfig, stackName } from '../cdk/stageConfig.ts';
import { stages } from '../cdk/stages.ts';
import { bundleFunctions, functionsOutputDirectory } from './bundle.ts';
import { type CostLine, costAtRest, mostMetrics, type Template as Resources } from './cost/atRest.ts';
import { type Bar, barsOf } from './cost/bars.ts';
import { countUses } from './cost/countUses.ts';
import { costOfUse, type Use } from './cost/ofUse.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringpost-cost-'));
try {
  await bundleFunctions();
  const atRest = stages.map((stage) => ({
    stage: stage.name,
    lines: costAtRest(templateOf(stage), stage.apps.length),
    metricsInUse: mostMetrics(stage.apps.length),
  }));
  const uses = await countUses(folder, functionsOutputDirectory);
  const inUse = uses.map((use) => ({ ...use, lines: costOfUse(use) }));
  const bars = barsOf(uses);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ atRest, inUse, bars }, null, 2)}\n`);
  else {
    for (const { stage, lines, metricsInUse } of atRest) {
      print(`stage ${stage} at rest, USD a month`, [...lines, total(lines)]);
      print(`stage ${stage} in use, at most, besides`, [metricsInUse]);
    }
    for (const use of inUse) print(titleOf(use), [...use.lines, total(use.lines)]);
    printBars(bars);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function templateOf(stage: StageConfig): Resources {
  const app = new App({ outdir: join(folder, stage.name), builtinCloudFormationValidation: false });
  return Template.fromStack(new RingpostStack(app, stackName(stage), { stage })).toJSON() as Resources;
}

function printBars(bars: readonly Bar[]): void {
  process.stdout.write(`a million times, USD ${' '.repeat(62)} at most       aim     total\n`);
  for (const { what, usd, atMost, aim } of bars) {
    const figures = [atMost, aim, usd].map((each) => each.toFixed(2).padStart(9)).join(' ');
    process.stdout.write(`  ${what.padEnd(78)} ${figures}${usd > atMost ? ' MISSED' : ''}\n`);
  }
}

function total(lines: readonly CostLine[]): CostLine {
  return { what: 'total', count: Number.NaN, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

function titleOf({ what, pushes }: Use): string {
  return `a million times: ${what} (${pushes === 1 ? '1 push' : `${pushes} pushes`}), USD`;
}

function print(title: string, lines: readonly CostLine[]): void {
  process.stdout.write(`${title}\n`);
  for (const { what, count, usd } of lines) {
    const quantity = Number.isNaN(count) ? '' : String(Number(count.toPrecision(4)));
    process.stdout.write(`  ${what.padEnd(78)} ${quantity.padStart(10)} ${usd.toFixed(2).padStart(9)}\n`);
  }
}
