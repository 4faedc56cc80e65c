/** A command that is followed by one of several others: `ringpost …`, `ringpost credentials …`. */
import { nearest } from './nearest.ts';
import { guarded } from './outsideText.ts';
import { bold } from './style.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { usageError } from './usageError.ts';

export interface CommandGroup {
  /** Name without `npx`. */
  name: string;
  commands: Readonly<Record<string, GroupedCommand>>;
  /** One line, whole: `npx ringpost …`. */
  example: string;
  /** Printed by `--version`; only for the whole program. */
  version?: (() => string) | undefined;
}

export interface GroupedCommand {
  summary: string;
  /** Heading under which the help lists it; commands of one topic follow each other. */
  topic?: string | undefined;
  /** @param args after the command's name. @returns the exit status. */
  run(args: string[], terminal: Terminal): Promise<number>;
}

/** @param args after the group's name. @returns the exit status. */
export async function runGroup(
  group: CommandGroup,
  [name, ...args]: readonly string[],
  terminal: Terminal = processTerminal,
): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    guarded(terminal).print(helpOf(group));
    return 0;
  }
  if (group.version !== undefined && ['--version', '-v', 'version'].includes(name)) {
    guarded(terminal).print(`${group.version()}\n`);
    return 0;
  }
  if (name === 'help') return runGroup(group, args.length === 0 ? ['--help'] : [...args, '--help'], terminal);
  const command = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  return command ? command.run(args, terminal) : usageError(group.name, unknown(group, name), terminal);
}

function unknown({ commands }: CommandGroup, name: string): string {
  if (name.startsWith('-')) return `unknown option \`${name}\``;
  const meant = nearest(name, [...Object.keys(commands), 'help']);
  return `unknown command \`${name}\`${meant === undefined ? '' : `: did you mean \`${meant}\`?`}`;
}

function helpOf({ name, commands, example, version }: CommandGroup): string {
  const lines: string[] = [];
  let topic: string | undefined;
  for (const [command, one] of Object.entries(commands)) {
    if (one.topic !== topic) lines.push(` ${bold(one.topic ?? '')}`);
    topic = one.topic;
    lines.push(`  ${command.padEnd(13)}${one.summary}`);
  }
  return `Usage: ${name} <command> [options]

Commands:
${lines.join('\n')}

Add --help to a command for its options${version === undefined ? '' : `; \`${name} help <command>\` does the same, --version prints the version`}. Example:
  ${example}
`;
}
