/** The command line: `npx ringpost <command>`. Exit status: 0 ok, 1 the thing asked for failed, 2 wrong usage. */
import { usageError } from './usageError.ts';

interface Command {
  summary: string;
  /** @returns the exit status. */
  run(args: string[]): Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  lab: {
    summary: 'run everything on this machine, with a page of phones; no AWS and no Apple account',
    run: async (args) => (await import('./lab.ts')).runLab(args),
  },
};

const help = `Usage: ringpost <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

Each command says more with --help. Example:
  npx ringpost lab --help
`;

/** @param args without the program's own name. @returns the exit status. */
export async function main([name, ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h') {
    process.stdout.write(help);
    return 0;
  }
  if (name === undefined) return usageError('ringpost', 'say which command to run');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command ? command.run(args) : usageError('ringpost', `unknown command \`${name}\``);
}
