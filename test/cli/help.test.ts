import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { captureTerminal } from '../support/captureTerminal.ts';

/** Every command that the help of the program and of its groups names, as it is called: `dlq list`. */
let commands: string[];
beforeAll(async () => {
  commands = [];
  for (const name of commandsIn(await helpOf())) {
    const ownCommands = commandsIn(await helpOf(name));
    commands.push(...(ownCommands.length === 0 ? [name] : ownCommands.map((own) => `${name} ${own}`)));
  }
});

describe('--help', () => {
  it('has an example of each command, ready to type', async () => {
    // Prepare
    const withoutExample: string[] = [];

    // Act
    for (const command of commands) {
      const help = await helpOf(...command.split(' '));
      if (!help.includes(`npx ringpost ${command}`)) withoutExample.push(command);
    }

    // Assess
    expect(commands).toEqual(
      expect.arrayContaining(['send', 'credentials add', 'dlq redrive', 'policies put', 'adopt']),
    );
    expect(withoutExample).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  it('lists each command', () => {
    // Prepare
    const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

    // Act
    const missing = commands.filter((command) => {
      const [name, own] = command.split(' ');
      const section = page.split(`## ringpost ${name}\n`)[1]?.split('\n## ')[0];
      return !section?.includes(own ?? name ?? '');
    });

    // Assess
    expect(missing).toEqual([]);
  });
});

async function helpOf(...words: string[]): Promise<string> {
  const terminal = captureTerminal();
  await main([...words, '--help'], terminal);
  return terminal.printed();
}

/** None for the help of a command that is not a group. */
function commandsIn(help: string): string[] {
  const list = help.split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  return list.split('\n').flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
}
