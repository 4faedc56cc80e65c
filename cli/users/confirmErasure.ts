import { CommandFailure } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';

/** Asks before a user is erased. @param yes `--yes`: does not ask. @throws CommandFailure unless the answer is yes. */
export async function confirmErasure(terminal: Terminal, yes: boolean, question: string): Promise<void> {
  if (yes) return;
  if (!terminal.isInteractive) {
    throw new CommandFailure({
      code: 'not_confirmed',
      message: 'nothing was erased: there is no terminal to confirm in',
      fix: 'Pass --yes to erase without being asked.',
    });
  }
  const answer = await terminal.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return;
  throw new CommandFailure({
    code: 'not_confirmed',
    message: 'nothing was erased',
    fix: 'Answer y to erase the user.',
  });
}
