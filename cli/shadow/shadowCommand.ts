/** `npx ringpost shadow`: what Ringpost would do with requests that another provider carries out. */
import { setTimeout as wait } from 'node:timers/promises';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import { writeReport } from '../frame/writeReport.ts';
import { createPace } from '../stage/pace.ts';
import { providers } from './adapt.ts';
import { recordedRequests } from './recorded.ts';
import { shadowAll } from './shadowAll.ts';
import { shadowText } from './shadowText.ts';

const options = { from: { type: 'string' }, report: { type: 'string' } } as const;

/** How many requests are under way at a time. */
const concurrency = 16;
/** How many requests there are between two lines about the progress. */
const requestsBetweenLines = 1000;

const shadowCommand: CommandDefinition<typeof options> = {
  name: 'ringpost shadow',
  help: `Usage: ringpost shadow <file> --from <provider> [options]

Reads requests that another provider carries out, decides each of them, sends nothing, and reports what Ringpost would
do differently and why. Exit status 1 if there is a difference.

Each line of the file is a JSON object; - reads stdin, so that requests are decided as they come:
  {"request": {…}, "from": "alice", "to": {"userId": "bob"}, "outcomes": [{"userId": "bob", "pushed": true}]}

Options:
  --from <provider>    the form of the requests: ${Object.keys(providers).join(', ')}
  --report <file>      write the whole report there, as JSON
`,
  example: 'npx ringpost shadow requests.jsonl --from tencent --stage dev',
  options,
  args: { what: '<file>: the recorded requests', least: 1, most: 1 },
  async run({ args: [file = ''], options: { from, report: reportFile }, openStage, terminal }) {
    const adapt = adaptOf(from);
    const { callServer } = await openStage();
    let done = 0;
    const report = await shadowAll({
      lines: recordedRequests(file),
      adapt,
      callServer,
      pace: createPace((ms) => wait(ms)),
      concurrency,
      onDone() {
        done += 1;
        if (done % requestsBetweenLines === 0) terminal.say(`${done} requests decided`);
      },
    });
    if (reportFile !== undefined) writeReport(reportFile, report);
    const { differences, refused, unreadable } = report;
    const ok = differences.length + refused.length + unreadable.length === 0;
    return { ok, document: report, text: shadowText(report) };
  },
};

function adaptOf(name: string | undefined) {
  const known = Object.keys(providers).join(', ');
  if (name === undefined) throw new WrongUsage(`missing --from <provider>: one of ${known}`);
  const adapt = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (adapt === undefined) throw new WrongUsage(`--from must be one of ${known}, not \`${name}\``);
  return adapt;
}

/** @returns the exit status. */
export function runShadow(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(shadowCommand, args, terminal);
}
