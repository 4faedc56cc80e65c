/** `ringpost dlq list`: lists what could not be delivered, and why. */
import type { CommandDefinition } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { putInSight, readDeadLetters } from './deadLetters.ts';
import { reasonTexts, titleOf, viewOf } from './describe.ts';

const options = { max: { type: 'string' } } as const;
const usualMost = 100;

export const listCommand: CommandDefinition<typeof options> = {
  name: 'ringpost dlq list',
  help: `Usage: ringpost dlq list [options]

Lists the dead-lettered deliveries: ID, time, message, number of recipients, and the reason. Never a
message's text. Nothing is taken out of the queue.

Options:
  --max <n>      list at most n (default: ${usualMost})
`,
  example: 'npx ringpost dlq list --stage prod',
  options,
  async run({ options: { max }, openStage }) {
    const place = await openStage();
    const { letters, isAll } = await readDeadLetters(place, readMax(max));
    await putInSight(place, letters);
    const views = letters.map(viewOf);
    const lines = views.map((view) => `${titleOf(view)}\n`);
    const fixes = [...new Set(views.map(({ reason }) => reason))].map(
      (reason) => `${reason}: ${reasonTexts[reason].what}. ${reasonTexts[reason].fix}\n`,
    );
    const more = isAll ? '' : 'There may be more: raise --max.\n';
    return {
      ok: true,
      document: { stage: place.name, deadLetters: views, isAll },
      text: letters.length === 0 ? `${place.label} has no dead letters\n` : `${lines.join('')}${fixes.join('')}${more}`,
    };
  },
};

export function readMax(max: string | undefined): number {
  if (max === undefined) return usualMost;
  if (!/^[1-9]\d{0,4}$/.test(max)) throw new WrongUsage('--max must be a number from 1 to 99999');
  return Number(max);
}
