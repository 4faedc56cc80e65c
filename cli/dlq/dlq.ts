/** `npx ringpost dlq …`: deliveries that could not be worked on. See docs/delivery.md. */
import { runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import type { Terminal } from '../frame/terminal.ts';
import { listCommand } from './listCommand.ts';
import { redriveCommand } from './redriveCommand.ts';
import { showCommand } from './showCommand.ts';

/** @returns the exit status. */
export function runDlq(args: readonly string[], terminal: Terminal): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost dlq',
    commands: {
      list: { summary: 'what was set aside, and why', run: (rest) => runCommand(listCommand, rest, terminal) },
      show: { summary: 'one of them, with its recipients', run: (rest) => runCommand(showCommand, rest, terminal) },
      redrive: { summary: 'put it back into the queue', run: (rest) => runCommand(redriveCommand, rest, terminal) },
    },
    example: 'npx ringpost dlq list --stage prod',
  };
  return runGroup(group, args, terminal);
}
