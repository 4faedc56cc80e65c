import type { Terminal } from '../../cli/frame/terminal.ts';

export interface CapturedTerminal extends Terminal {
  /** What went to stdout. */
  printed(): string;
  /** What went to stderr. */
  said(): string;
  /** Questions in their order; those whose answer was hidden say so. */
  readonly asked: readonly string[];
}

/**
 * Keeps what a command writes.
 * @param answers to its questions, `undefined` for Ctrl-C; without any, nobody can be asked.
 */
export function captureTerminal(answers?: readonly (string | undefined)[]): CapturedTerminal {
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  return {
    print: (text) => {
      out.push(text);
    },
    say: (line) => {
      err.push(`${line}\n`);
    },
    isInteractive: answers !== undefined,
    ask: async (question, { hidden = false } = {}) => {
      asked.push(hidden ? `${question}(hidden)` : question);
      return answers?.[asked.length - 1];
    },
    printed: () => out.join(''),
    said: () => err.join(''),
    asked,
  };
}
