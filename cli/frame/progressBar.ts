/** How far a command is, on stderr: one line that is written over on a terminal, and a line for each tenth elsewhere. */
import type { Terminal } from './terminal.ts';

const width = 30;

export interface ProgressBar {
  step(): void;
}

/** @param done how many of `total` are done at the beginning. */
export function createProgressBar(terminal: Terminal, what: string, total: number, done = 0): ProgressBar {
  let count = done;
  let shown = -1;
  const show = () => {
    const percent = total === 0 ? 100 : Math.floor((100 * count) / total);
    const isNews = terminal.rewrite === undefined ? Math.floor(percent / 10) > Math.floor(shown / 10) : percent > shown;
    if (!isNews) return;
    shown = percent;
    const filled = Math.floor((width * percent) / 100);
    const line = `${what} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${percent} % (${count} of ${total})`;
    if (terminal.rewrite === undefined) terminal.say(line);
    else terminal.rewrite(line, count >= total);
  };
  show();
  return {
    step() {
      count += 1;
      show();
    },
  };
}
