/** Where a command's words go, and where its questions are answered. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { wantsColours } from './style.ts';

export interface Terminal {
  /** stdout: the result and nothing else. */
  print(text: string): void;
  /** stderr: progress, warnings, errors. */
  say(line: string): void;
  /** stderr, a line that the next one takes the place of, unless it is the last. Absent where that cannot be seen. */
  rewrite?(line: string, isLast: boolean): void;
  /** false in a script or a pipe: then nobody can be asked. */
  readonly isInteractive: boolean;
  /** Whether output may be coloured; not if absent. */
  readonly hasColours?: boolean | undefined;
  /** @returns the typed text without the line end; undefined if the question was interrupted. */
  ask(question: string, options?: { hidden?: boolean | undefined }): Promise<string | undefined>;
}

export const processTerminal: Terminal = {
  print: (text) => {
    process.stdout.write(text);
  },
  say: (line) => {
    process.stderr.write(`${line}\n`);
  },
  ...(process.stderr.isTTY && {
    rewrite: (line: string, isLast: boolean) => {
      process.stderr.write(`\r${line}\u001b[K${isLast ? '\n' : ''}`);
    },
  }),
  get isInteractive() {
    return Boolean(process.stdin.isTTY && process.stderr.isTTY);
  },
  get hasColours() {
    return wantsColours(Boolean(process.stdout.isTTY && process.stderr.isTTY), process.env);
  },
  async ask(question, { hidden = false } = {}) {
    process.stderr.write(question);
    // readline echoes typed text; into a stream that leads nowhere, it stays hidden.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({
      input: process.stdin,
      output: hidden ? nowhere : process.stderr,
      terminal: true,
    });
    const answer = await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => lines.close());
      lines.once('close', () => resolve(undefined));
    });
    lines.close();
    if (hidden || answer === undefined) process.stderr.write('\n');
    return answer;
  },
};
