/** `npx ringpost console`: a web page on this machine that shows a stage. */
import { type CommandDefinition, type ExitStatus, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';

const options = { port: { type: 'string' } } as const;

/** @param stopped settles when the console is to stop. */
function consoleCommand(stopped: () => Promise<void>): CommandDefinition<typeof options> {
  return {
    name: 'ringpost console',
    help: `Usage: ringpost console [options]

Opens a page on this machine, over your AWS credentials: find a message, a call or a user; see why a phone was
silent, the way of a push in milliseconds, devices and their tokens, plots of statistics and costs, broadcasts, dead
letters, and what doctor finds. Nothing is deployed. The page changes nothing, except that it puts a dead letter back
when you say so. Ctrl-C stops it.

Options:
  --port <n>     port to listen on, on 127.0.0.1 (default: any free port)
`,
    example: 'npx ringpost console --stage prod',
    options,
    async run({ options: { port = '0' }, openStage, terminal }) {
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
        throw new WrongUsage(`--port must be a whole number from 0 to 65535, not \`${port}\``);
      }
      const access = await openStage();
      const { startConsole } = await import('./consoleServer.ts');
      const { url, stop } = await startConsole(access, Number(port));
      terminal.say(`ringpost console: ${access.label}`);
      terminal.say(`open ${url}`);
      terminal.say('the address has a secret: do not share it; Ctrl-C stops the console');
      await stopped();
      await stop();
      return { ok: true, document: { stage: access.name }, text: '' };
    },
  };
}

/** @returns the exit status. */
export function runConsole(
  args: readonly string[],
  terminal: Terminal,
  stopped: () => Promise<void> = whenStopped,
): Promise<ExitStatus> {
  return runCommand(consoleCommand(stopped), args, terminal);
}

/** Ctrl-C, SIGTERM, the end of the terminal or of the launcher (cli/ringpost.mjs). */
function whenStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
    if (process.connected) process.once('disconnect', () => resolve());
  });
}
