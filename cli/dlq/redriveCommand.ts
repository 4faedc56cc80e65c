/** `ringpost dlq redrive`: puts dead-lettered deliveries back into the queue. */
import type { CommandDefinition } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { putInSight, readDeadLetters, redrive } from './deadLetters.ts';
import { titleOf, viewOf } from './describe.ts';
import { findLetter, maxRead } from './showCommand.ts';

const options = { all: { type: 'boolean' } } as const;

export const redriveCommand: CommandDefinition<typeof options> = {
  name: 'ringpost dlq redrive',
  help: `Usage: ringpost dlq redrive <id> | --all [options]

Puts one dead-lettered delivery back into the queue, or all. The worker goes on where it stopped: users who
have the message do not get it again, and a message that was recalled reaches nobody. An event for a webhook begins
with its first attempt.

Options:
  --all          put all of them back
`,
  example: 'npx ringpost dlq redrive --all --stage prod',
  options,
  args: { what: '<id> from `ringpost dlq list`, or --all', least: 0, most: 1 },
  async run({ options: { all = false }, args: [id], terminal, openStage }) {
    if ((id === undefined) !== all) throw new WrongUsage('missing <id> or --all');
    const place = await openStage();
    const { letters } = await readDeadLetters(place, maxRead);
    const chosen = id === undefined ? letters : await chooseOne();
    for (const letter of chosen) {
      await redrive(place, letter);
      terminal.say(`put back: ${titleOf(viewOf(letter))}`);
    }
    await putInSight(
      place,
      letters.filter((letter) => !chosen.includes(letter)),
    );
    return {
      ok: true,
      document: { stage: place.name, redriven: chosen.map(viewOf) },
      text: `put ${chosen.length} back into the queues of ${place.label}\n`,
    };

    async function chooseOne() {
      try {
        return [findLetter(letters, id ?? '')];
      } catch (error) {
        await putInSight(place, letters);
        throw error;
      }
    }
  },
};
