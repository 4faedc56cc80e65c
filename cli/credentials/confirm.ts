import { CommandFailure } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';

/** Asks before something is written. @param yes `--yes`: it is not asked. @throws CommandFailure unless the answer is yes. */
export async function confirm(terminal: Terminal, yes: boolean, question: string): Promise<void> {
  if (yes) return;
  if (!terminal.isInteractive) {
    throw new CommandFailure({
      code: 'not_confirmed',
      message: 'nothing was written, as nobody can be asked here',
      fix: 'Give --yes when what is said above is right.',
    });
  }
  const answer = await terminal.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return;
  throw new CommandFailure({ code: 'not_confirmed', message: 'nothing was written', fix: 'Answer y to go on.' });
}
