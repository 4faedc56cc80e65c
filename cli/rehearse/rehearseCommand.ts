/** `npx ringpost rehearse`: whom other rules would have silenced. */
import { factStore } from '../../shared/messages/table/factStore.ts';
import { system } from '../../shared/platform/aws/system.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import { readChangedRules } from './changedRules.ts';
import { rehearsalText } from './rehearsalText.ts';
import { rehearseAll } from './rehearseAll.ts';
import { sentMessages } from './sentMessages.ts';

const options = { policy: { type: 'string' }, days: { type: 'string' } } as const;

const dayMs = 24 * 60 * 60 * 1000;
/** Records of messages are kept as long. */
const maxDays = 30;
/** How many messages there are between two lines about the progress. */
const messagesBetweenLines = 1000;

const rehearseCommand: CommandDefinition<typeof options> = {
  name: 'ringpost rehearse',
  help: `Usage: ringpost rehearse --policy <file> [options]

Decides the messages of the last days again, as if the rules in the file had been in force, and reports which pushes
would not have been made, would have been made as well, or in another way. Sends nothing and changes nothing. Exit
status 1 if a push would have been different. It reads the whole table, which AWS charges for; calls are not decided.

The file is a JSON object. What it does not name stays as it was; null removes a policy:
  {"policies": {"chat": {"pushType": "voip"}, "old": null},
   "apps": {"com.example.app": {"territoryRule": {"territories": ["CN"], "instead": "skip"}}},
   "groups": {"family": {"defaultLevel": "mentions"}}}

Options:
  --policy <file>  the changed rules; - reads them from stdin
  --days <n>       how many days back, 1 to ${maxDays} (default: 7)
`,
  example: 'npx ringpost rehearse --policy new.json --days 7 --stage prod',
  options,
  async run({ options: { policy: file, days: daysText = '7' }, openStage, terminal }) {
    if (file === undefined) throw new WrongUsage('missing --policy <file>: the changed rules');
    const days = Number(daysText);
    if (!/^\d{1,2}$/.test(daysText) || days < 1 || days > maxDays) {
      throw new WrongUsage(`--days must be a whole number from 1 to ${maxDays}, not \`${daysText}\``);
    }
    const rules = readChangedRules(file);
    const { clients, tableName } = await openStage();
    const table = { client: clients.dynamoDb, name: tableName };
    let done = 0;
    const report = await rehearseAll(
      sentMessages(table, system.clock.nowMs() - days * dayMs),
      factStore(table, system.clock),
      rules,
      () => {
        done += 1;
        if (done % messagesBetweenLines === 0) terminal.say(`${done} messages decided again`);
      },
    );
    return { ok: report.changed.length === 0, document: report, text: rehearsalText(report, days) };
  },
};

/** @returns the exit status. */
export function runRehearse(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(rehearseCommand, args, terminal);
}
