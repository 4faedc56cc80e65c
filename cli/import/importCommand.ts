/** `npx ringpost import`: takes the devices of another provider along. */
import { setTimeout as wait } from 'node:timers/promises';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { createProgressBar } from '../frame/progressBar.ts';
import type { Terminal } from '../frame/terminal.ts';
import { writeReport } from '../frame/writeReport.ts';
import { createPace } from '../stage/pace.ts';
import { formats } from './formats/formats.ts';
import { planImport } from './planImport.ts';
import { probeAll, probesFor } from './probeAll.ts';
import { openProgress } from './progressFile.ts';
import { registerAll } from './registerAll.ts';
import { type ImportReport, reportOf, reportText } from './report.ts';

const options = {
  from: { type: 'string' },
  app: { type: 'string' },
  voip: { type: 'string' },
  'user-field': { type: 'string' },
  'include-disabled': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  probe: { type: 'boolean' },
  concurrency: { type: 'string' },
  progress: { type: 'string' },
  report: { type: 'string' },
} as const;

const usualConcurrency = 16;
const mostConcurrency = 64;

export const importCommand: CommandDefinition<typeof options> = {
  name: 'ringpost import',
  help: `Usage: ringpost import <file> --from <provider> --app <bundleId> [options]

Registers the devices that another provider's export lists. What an app has registered itself stays as it is, so it may
be repeated at any time. Interrupted, it goes on where it stopped when it is run again. Ends with a report of what
did not come along, and why. Exit status 1 if nothing came along.

Options:
  --from <provider>    sns, pinpoint, onesignal, parse or csv: docs/moving/ has the export of each
  --app <bundleId>     the app, for exports that name none
  --voip <file>        a second export, of the app's VoIP tokens
  --user-field <path>  where the user ID is: Attributes.CustomUserData.userId
  --include-disabled   also tokens that the provider has given up
  --dry-run            register nothing; print the report
  --probe              afterwards, ask Apple about each alert token by a push that shows nothing
  --concurrency <n>    requests at a time, up to ${mostConcurrency} (default: ${usualConcurrency})
  --progress <file>    where to note what is done (default: <file>.<stage>.progress)
  --report <file>      write the whole report there, as JSON
`,
  example: 'npx ringpost import endpoints.json --from sns --app com.example.chat --dry-run',
  options,
  args: { what: '<file>: the export', least: 1, most: 1 },
  async run({ args: [file = ''], options: given, openStage, terminal }) {
    const format = formatOf(given.from);
    const concurrency = concurrencyOf(given.concurrency);
    const isDryRun = given['dry-run'] ?? false;
    const plan = planImport({
      format,
      file,
      voipFile: given.voip,
      appId: given.app,
      userField: given['user-field'],
      includeDisabled: given['include-disabled'] ?? false,
    });
    if (isDryRun) return ended(reportOf(plan), given.report, true);
    const stage = await openStage();
    const progressFile = given.progress ?? `${file}.${stage.name}.progress`;
    const progress = openProgress(progressFile, `${plan.digest} ${stage.apiUrl}`);
    const pace = createPace((ms) => wait(ms));
    const { registrations } = plan;
    const all = { registrations, progress, callServer: stage.callServer, pace, concurrency };
    try {
      if (progress.outcomes.size === registrations.length) {
        terminal.say(`this import is complete; to do it again, remove ${progressFile}`);
      }
      const bar = createProgressBar(terminal, 'registering', registrations.length, progress.outcomes.size);
      await registerAll({ ...all, onDone: bar.step });
      if (given.probe) await probe(all, terminal);
    } finally {
      progress.close();
    }
    return ended(reportOf(plan, progress), given.report, false);
  },
};

async function probe(all: Omit<Parameters<typeof probeAll>[0], 'onDone'>, terminal: Terminal): Promise<void> {
  const requests = probesFor(all.registrations).length;
  const bar = createProgressBar(terminal, 'probing', requests, all.progress.probes.size);
  await probeAll({ ...all, onDone: bar.step });
}

function ended(report: ImportReport, reportFile: string | undefined, isDryRun: boolean) {
  if (reportFile !== undefined) writeReport(reportFile, report);
  const { ready, registered, alreadyRegistered } = report.records;
  const text = isDryRun ? `nothing was registered\n${reportText(report)}` : reportText(report);
  return { ok: ready + registered + alreadyRegistered > 0, document: report, text };
}

function formatOf(name: string | undefined) {
  const known = Object.keys(formats).join(', ');
  if (name === undefined) throw new WrongUsage(`missing --from <provider>: one of ${known}`);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format === undefined) throw new WrongUsage(`--from must be one of ${known}, not \`${name}\``);
  return format;
}

function concurrencyOf(text: string | undefined): number {
  if (text === undefined) return usualConcurrency;
  if (/^[1-9]\d?$/.test(text) && Number(text) <= mostConcurrency) return Number(text);
  throw new WrongUsage(`--concurrency must be a whole number from 1 to ${mostConcurrency}, not \`${text}\``);
}

/** @returns the exit status. */
export function runImport(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(importCommand, args, terminal);
}
