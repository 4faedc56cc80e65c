/** `ringpost dlq show`: shows everything about one dead-lettered delivery except its text. */
import type { CommandDefinition } from '../frame/command.ts';
import { CommandFailure } from '../frame/failure.ts';
import { visible } from '../frame/outsideText.ts';
import { type DeadLetter, putInSight, readDeadLetters } from './deadLetters.ts';
import { reasonTexts, titleOf, viewOf } from './describe.ts';

/** How many letters are searched for one: SQS cannot look one up. */
export const maxRead = 10_000;

const options = {} as const;

export const showCommand: CommandDefinition<typeof options> = {
  name: 'ringpost dlq show',
  help: `Usage: ringpost dlq show <id> [options]

Shows a dead-lettered delivery: the message, the recipients, why it failed, and what to do. Never a message's
text.

Options:
`,
  example: 'npx ringpost dlq show 6d1f0c9e-3c0b-4c52-9a0e-0a9a4f2b7c11 --stage prod',
  options,
  args: { what: '<id> from `ringpost dlq list`', least: 1, most: 1 },
  async run({ args: [id = ''], openStage }) {
    const place = await openStage();
    const { letters } = await readDeadLetters(place, maxRead);
    await putInSight(place, letters);
    const view = viewOf(findLetter(letters, id));
    const { what, fix } = reasonTexts[view.reason];
    const request = view.requestId === undefined ? '' : `request ${view.requestId}\n`;
    const recipients = (view.task?.recipients ?? []).map((recipient) => `  ${visible(recipient)}\n`);
    return {
      ok: true,
      document: { stage: place.name, deadLetter: view },
      text: `${titleOf(view)}\n${request}${recipients.join('')}${what}. ${fix}\n`,
    };
  },
};

/** @throws CommandFailure */
export function findLetter(letters: readonly DeadLetter[], id: string): DeadLetter {
  const letter = letters.find((one) => one.id === id);
  if (letter) return letter;
  throw new CommandFailure({
    code: 'unknown_dead_letter',
    message: `there is no dead letter \`${id}\``,
    fix: 'See `ringpost dlq list`. A task that comes here again after it was put back has another ID.',
  });
}
