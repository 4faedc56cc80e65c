/** A word on the command line that is followed by one of several others: `ringpost …`, `ringpost credentials …`. */
import { processTerminal, type Terminal } from './terminal.ts';
import { usageError } from './usageError.ts';

export interface CommandGroup {
  /** As it is called, without `npx`. */
  name: string;
  commands: Readonly<Record<string, GroupedCommand>>;
  /** One line, whole: `npx ringpost …`. */
  example: string;
}

export interface GroupedCommand {
  summary: string;
  /** @param args what follows the command's name. @returns the exit status. */
  run(args: string[], terminal: Terminal): Promise<number>;
}

/** @param args what follows the group's name. @returns the exit status. */
export async function runGroup(
  group: CommandGroup,
  [name, ...args]: readonly string[],
  terminal: Terminal = processTerminal,
): Promise<number> {
  if (name === '--help' || name === '-h') {
    terminal.print(helpOf(group));
    return 0;
  }
  if (name === undefined) return usageError(group.name, 'say which command to run', terminal);
  const command = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  return command ? command.run(args, terminal) : usageError(group.name, `unknown command \`${name}\``, terminal);
}

function helpOf({ name, commands, example }: CommandGroup): string {
  const lines = Object.entries(commands).map(([command, { summary }]) => `  ${command.padEnd(13)}${summary}`);
  return `Usage: ${name} <command> [options]

Commands:
${lines.join('\n')}

Each command says more with --help. Example:
  ${example}
`;
}
