import { guarded, visible } from './outsideText.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Prints on stderr what is wrong with a command's usage. @returns the exit status for that. */
export function usageError(command: string, message: string, terminal: Terminal = processTerminal): 2 {
  guarded(terminal).say(`${command}: ${visible(message)}\nRun \`npx ${command} --help\` for its usage.`);
  return 2;
}
