/** `npx ringpost credentials …`: what authenticates a team to APNs, for each app. See docs/credentials.md. */
import { runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import type { Terminal } from '../frame/terminal.ts';
import { addCommand } from './addCommand.ts';
import { checkCommand } from './checkCommand.ts';
import { listCommand } from './listCommand.ts';
import { removeCommand } from './removeCommand.ts';
import { requestCommand } from './requestCommand.ts';

/** @param nowMs epoch milliseconds. @returns the exit status. */
export function runCredentials(args: readonly string[], terminal: Terminal, nowMs = Date.now): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost credentials',
    commands: {
      add: {
        summary: 'check a key or certificate, and store it',
        run: (rest) => runCommand(addCommand(nowMs), rest, terminal),
      },
      list: { summary: 'list what is stored', run: (rest) => runCommand(listCommand(nowMs), rest, terminal) },
      check: {
        summary: 'check a file, or what is stored, for faults',
        run: (rest) => runCommand(checkCommand(nowMs), rest, terminal),
      },
      remove: {
        summary: 'remove a stored credential',
        run: (rest) => runCommand(removeCommand(nowMs), rest, terminal),
      },
      request: {
        summary: 'make a key and a certificate signing request, without a Mac',
        run: (rest) => runCommand(requestCommand, rest, terminal),
      },
    },
    example: 'npx ringpost credentials add voip.p12 --app com.example.chat --stage dev',
  };
  return runGroup(group, args, terminal);
}
