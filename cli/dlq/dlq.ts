/** `npx ringpost dlq …`: deliveries that failed for good. See docs/delivery.md. */
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
      list: {
        summary: 'list dead-lettered deliveries with the reason',
        run: (rest) => runCommand(listCommand, rest, terminal),
      },
      show: {
        summary: 'show one of them, with its recipients',
        run: (rest) => runCommand(showCommand, rest, terminal),
      },
      redrive: {
        summary: 'put one or all back into the queue',
        run: (rest) => runCommand(redriveCommand, rest, terminal),
      },
    },
    example: 'npx ringpost dlq list --stage prod',
  };
  return runGroup(group, args, terminal);
}
