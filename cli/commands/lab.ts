/** `npx ringpost lab`: runs the phone lab, or its fake APNs alone, until it is stopped. */
import type { Lab } from '../../lab/lab.ts';
import { createLabConsole } from '../console/labConsole.ts';
import { guarded } from '../frame/outsideText.ts';
import { waitForStopRequest } from '../frame/stopRequest.ts';
import { processTerminal, type Terminal } from '../frame/terminal.ts';
import { usageError } from '../frame/usageError.ts';
import { labCard } from './labCard.ts';
import { defaultPort, type LabCommand, readLabOptions } from './labOptions.ts';

const stopLimitMs = 10_000;

const help = `Usage: ringpost lab [options]

Runs everything on this machine: the API with the functions that are deployed, a table,
secrets and queues, a fake Apple, and a web page with phones. Needs no AWS or Apple account.

Options:
  --port <n>     port to listen on, on 127.0.0.1 (default ${defaultPort}; 0: any free port)
  --data <dir>   keep phones, devices, messages and keys in this folder (default: keep nothing)
  --issuers <f>  JSON file with issuers besides the lab's own (docs/lab.md)
  --help         show this help

When it is ready it prints one line on stdout, with what a script needs to call it:
  ringpost lab ready {"url":"http://127.0.0.1:${defaultPort}","accessKeyId":"…","secretAccessKey":"…","region":"…"}

The fake APNs alone, for the tests of any push provider (docs/fake-apns.md):
  --apns-only              two APNs hosts and a control API, and nothing else
  --port <n>               port of the control API (default ${defaultPort}; 0: any free port)
  --production-port <n>    port of the production host (default: any free port)
  --development-port <n>   port of the development host (default: any free port)
  --data <dir>             keep the CA and the token key in this folder (default: new ones each time)
Its line on stdout:
  ringpost apns ready {"origins":{…},"caFile":"…","keyFile":"…","keyId":"…","teamId":"…","controlUrl":"…"}

Example:
  npx ringpost lab --port 4800 --data ./lab-data
  npx ringpost lab --apns-only --production-port 4801 --development-port 4802
`;

interface Service {
  stop(): Promise<void>;
}

/** @returns the exit status. */
export async function runLab(args: string[], terminal: Terminal = processTerminal): Promise<number> {
  const command = readLabOptions(args);
  if ('wrong' in command) return usageError('ringpost lab', command.wrong, terminal);
  if (command.wantsHelp) {
    terminal.print(help);
    return 0;
  }
  const stopRequest = waitForStopRequest();
  let service: Service;
  try {
    service = await (command.isApnsOnly ? startApnsAlone(command) : startWholeLab(command));
  } catch (error) {
    // A plain Error carries a message for the user; anything else is a defect, and its stack says where.
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    say((name === 'Error' ? message : stack) ?? message);
    return 1;
  }
  await stopRequest;
  say('stopping');
  setTimeout(() => process.exit(1), stopLimitMs).unref();
  await service.stop();
  return 0;
}

// Loaded on use, as the modules take a while: `--help` and wrong usage are answered at once.

async function startWholeLab({ port, dataDirectory, issuersFile }: LabCommand): Promise<Service> {
  const issuers =
    issuersFile === undefined ? undefined : (await import('./issuersFile.ts')).readIssuersFile(issuersFile);
  const { startLab } = await import('../../lab/lab.ts');
  const answerConsole = createLabConsole();
  const lab = await startLab({ port, dataDirectory, issuers, answerConsole, loadsAllFunctions: true, progress: say });
  announce(lab);
  return lab;
}

async function startApnsAlone(command: LabCommand): Promise<Service> {
  const { port: control, productionPort: production, developmentPort: development, dataDirectory } = command;
  const { runApnsOnly } = await import('../../lab/apple/apnsOnly.ts');
  const apns = await runApnsOnly({
    ports: { control, production, development },
    dataDirectory,
  });
  say(`the control API of the fake APNs is at ${apns.controlUrl}; Ctrl-C stops it`);
  return apns;
}

/** stdout has this one line only, so that a script can wait for it. */
function announce({ url, accessKeyId, secretAccessKey, region, logPath }: Lab): void {
  process.stdout.write(`ringpost lab ready ${JSON.stringify({ url, accessKeyId, secretAccessKey, region })}\n`);
  const { isTTY } = process.stdout;
  if (isTTY) {
    guarded(processTerminal).say(labCard({ url, logPath }));
    return;
  }
  say(`the functions log to ${logPath}`);
  say('its app com.example.ringpost is `full`: its users see all outcomes. Other apps are `coarse` (docs/users.md)');
  say(`open ${url} to see the phones; Ctrl-C stops the lab`);
}

function say(line: string): void {
  process.stderr.write(`ringpost lab: ${line}\n`);
}
