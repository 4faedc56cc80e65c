/** `npx ringpost emulator`: an emulated AWS account and a fake Apple on this machine, to rehearse a deployment. */
import { chmodSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WrongUsage } from '../frame/failure.ts';
import { readOptions } from '../frame/readOptions.ts';
import { waitForStopRequest } from '../frame/stopRequest.ts';
import { processTerminal, type Terminal } from '../frame/terminal.ts';
import { usageError } from '../frame/usageError.ts';

const defaultPort = 4701;
const environmentFile = fileURLToPath(new URL('../../.ministack/environment.sh', import.meta.url));

const help = `Usage: ringpost emulator [options]

Runs MiniStack, an AWS emulator that checks IAM policies and signatures, and the fake Apple. The account is empty
each time: deploy to it as to AWS (docs/rehearse.md). It also has phones, which register with what is deployed there.
Needs Python 3.11 or newer with venv and pip, and PyPI the first time.

Options:
  --port <n>     port of the phones' page and routes, on 127.0.0.1 (default ${defaultPort}; 0: any free port)
  --stage <name> the stage whose API the phones use (default: dev)
  --help         show this help

When it is ready it prints one line on stdout, with a file of the settings that other terminals need:
  ringpost emulator ready {"url":"http://127.0.0.1:${defaultPort}","environmentFile":"…"}

Example:
  npx ringpost emulator --port 4801
`;

/** @returns the exit status. */
export async function runEmulator(args: string[], terminal: Terminal = processTerminal): Promise<number> {
  let options: { port?: string | undefined; stage?: string | undefined; help?: boolean | undefined };
  try {
    const types = {
      port: { type: 'string' },
      stage: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values, positionals } = readOptions(args, types);
    if (positionals.length > 0) throw new WrongUsage(`unexpected argument \`${positionals[0]}\``);
    options = values;
  } catch (error) {
    return usageError('ringpost emulator', error instanceof Error ? error.message : String(error), terminal);
  }
  const { port = String(defaultPort), stage = 'dev', help: wantsHelp = false } = options;
  if (wantsHelp) {
    terminal.print(help);
    return 0;
  }
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    return usageError('ringpost emulator', `--port must be a whole number from 0 to 65535, not \`${port}\``, terminal);
  }
  const stopRequest = waitForStopRequest();
  const { startParts } = await import('../../lab/parts.ts');
  const { startEmulator } = await import('../../lab/emulator/startEmulator.ts');
  const { startEmulatorPhones } = await import('./emulatorPhones.ts');
  try {
    const parts = await startParts(async (started) => {
      const emulator = await started.start(startEmulator({ progress: say }));
      const { url } = await started.start(startEmulatorPhones(emulator, stage, Number(port)));
      writeFileSync(
        environmentFile,
        exportsOf({ ...emulator.environment, EMULATOR: url, ...keyOf(emulator.tokenKey) }),
        { mode: 0o600 },
      );
      // An earlier file may have been readable by others.
      chmodSync(environmentFile, 0o600);
      process.stdout.write(`ringpost emulator ready ${JSON.stringify({ url, environmentFile })}\n`);
      say(`in another terminal: . ${environmentFile}`);
      say(`the phones will be at ${url}; Ctrl-C stops everything`);
      return started;
    });
    await stopRequest;
    say('stopping');
    await parts.stopAll();
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function keyOf({ file, teamId }: { file: string; teamId: string }) {
  return { APPLE_KEY_FILE: file, APPLE_TEAM_ID: teamId };
}

function exportsOf(variables: Readonly<Record<string, string>>): string {
  const names = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  return `# Written by \`npx ringpost emulator\`, for as long as it runs.\nunset ${names.join(' ')}\n${lines.join('')}`;
}

function say(line: string): void {
  process.stderr.write(`ringpost emulator: ${line}\n`);
}
