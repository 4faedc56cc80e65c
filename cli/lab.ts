/** `npx ringpost lab`: runs the phone lab until it is told to stop. */
import { parseArgs } from 'node:util';
import type { Lab } from '../lab/lab.ts';
import { usageError } from './usageError.ts';

const defaultPort = 4700;
const stopLimitMs = 10_000;

const help = `Usage: ringpost lab [options]

Runs everything on this machine: the API with the same functions that are deployed, a table,
secrets and a queue, a fake Apple, and a web page of phones. Needs no AWS and no Apple account.

Options:
  --port <n>     where it listens, on 127.0.0.1 (default ${defaultPort}; 0: any port that is free)
  --data <dir>   keeps phones, devices, messages and keys in this folder (default: nothing is kept)
  --help         shows this

When it is ready it prints one line on stdout, with what a script needs to call it:
  ringpost lab ready {"url":"http://127.0.0.1:${defaultPort}","accessKeyId":"…","secretAccessKey":"…","region":"…"}

Example:
  npx ringpost lab --port 4800 --data ./lab-data
`;

/** @returns the exit status. */
export async function runLab(args: string[]): Promise<number> {
  const options = readOptions(args);
  if ('wrong' in options) return usageError('ringpost lab', options.wrong);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const stopRequest = waitForStopRequest();
  let lab: Lab;
  try {
    // Loaded here, as it takes a while: `--help` and wrong usage are answered at once.
    const { startLab } = await import('../lab/lab.ts');
    lab = await startLab({ ...options.lab, progress: say });
  } catch (error) {
    // A plain Error was thrown to tell the user something; anything else is a defect, and its stack says where.
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    say((name === 'Error' ? message : stack) ?? message);
    return 1;
  }
  announce(lab);
  await stopRequest;
  say('stopping');
  setTimeout(() => process.exit(1), stopLimitMs).unref();
  await lab.stop();
  return 0;
}

type Options = { wrong: string } | { help: boolean; lab: { port: number; dataDirectory?: string } };

function readOptions(args: string[]): Options {
  let values: { port?: string; data?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: { port: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
  const { port = String(defaultPort), data, help: wantsHelp = false } = values;
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    return { wrong: `--port must be a whole number from 0 to 65535, not \`${port}\`` };
  }
  if (data === '') return { wrong: '--data must name a folder' };
  return { help: wantsHelp, lab: { port: Number(port), ...(data !== undefined && { dataDirectory: data }) } };
}

/** Ctrl-C, a polite kill, the end of the terminal, or of the launcher (cli/ringpost.mjs). The first one counts. */
function waitForStopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
    if (process.connected) process.once('disconnect', () => resolve());
  });
}

/** stdout has this one line only, so that a script can wait for it. */
function announce({ url, accessKeyId, secretAccessKey, region, logPath }: Lab): void {
  process.stdout.write(`ringpost lab ready ${JSON.stringify({ url, accessKeyId, secretAccessKey, region })}\n`);
  say(`the functions' log is ${logPath}`);
  say(`open ${url} to see the phones; Ctrl-C stops the lab`);
}

function say(line: string): void {
  process.stderr.write(`ringpost lab: ${line}\n`);
}
