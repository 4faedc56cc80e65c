/**
 * The connections to APNs against servers that we did not write: `npm run test:servers`. Each server answers 100,000
 * requests with its usual goodbyes, limits and windows, and then 10,000 in which it is restarted, reloaded or cut off.
 * `-- --server nginx`: that one alone. `-- --requests 5000`. `-- --transport http2`: the other transport, for comparison.
 * Exit status 0: each request had exactly one outcome and its own answer; 1: not so; 2: a server is missing.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { transportNamed } from '../../shared/apns/connection/transports.ts';
import type { ForeignServer } from './foreignServer.ts';
import { judgeServer, makeServerCertificate } from './judgedTrial.ts';
import { foreignServers } from './servers.ts';
import type { TrialCounts } from './trial.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    transport: { type: 'string', default: 'wire' },
    server: { type: 'string' },
  },
});
const requests = Number(values.requests);
const leastRequests = 5000;
const disturbedRequests = 10_000;
if (!Number.isInteger(requests) || requests < leastRequests) {
  stop(`--requests is a whole number from ${leastRequests} on: fewer do not meet every limit of the servers.`);
}
const chosen = foreignServers.filter(({ name }) => values.server === undefined || name === values.server);
if (chosen.length === 0) stop(`--server is one of ${foreignServers.map(({ name }) => name).join(', ')}.`);

const transport = transportNamed(values.transport);
const versions = new Map(chosen.map((server) => [server, versionOf(server)]));
const missing = chosen.filter((server) => versions.get(server) === undefined);
if (missing.length > 0) {
  const packages = missing.map(({ debianPackage }) => debianPackage).join(' ');
  stop(`These servers are missing: ${missing.map(({ name }) => name).join(', ')}. Install them on Debian by
  apt-get install -y --no-install-recommends ${packages}
Their system services are not used, and need not run.`);
}

// The servers end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const certificate = makeServerCertificate();
let faults = 0;
for (const server of chosen) {
  print(`${server.name} (${versions.get(server)}), over ${transport}`);
  await judge(server, requests, false);
  await judge(server, disturbedRequests, true);
}
print(faults === 0 ? 'servers: each request had one outcome, its own' : `servers: ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

async function judge(server: ForeignServer, count: number, isDisturbed: boolean): Promise<void> {
  const trial = await judgeServer(server, certificate, { transport, requests: count, isDisturbed });
  print(`  ${isDisturbed ? 'disturbed' : 'as it is'}: ${describe(trial.counts)}`);
  for (const fault of trial.faults) print(`  FAULT: ${fault}`);
  faults += trial.faults.length;
}

function describe({
  requests: all,
  ownAnswers,
  unanswered,
  seconds,
  connections,
  unprocessed,
  mostOpen,
  pings,
}: TrialCounts): string {
  return [
    `${all} requests in ${seconds.toFixed(1)} s, ${ownAnswers} own answers, ${unanswered} lost`,
    `${connections} connections, at most ${mostOpen} streams open, ${unprocessed} refused and sent again, ${pings} pings`,
  ].join('; ');
}

/** @returns undefined when the server is not installed. */
function versionOf({ versionCommand }: ForeignServer): string | undefined {
  if (versionCommand === undefined) return process.version;
  const [program, ...parameters] = versionCommand;
  const { error, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
  return error === undefined ? (stdout || stderr).trim().split('\n')[0] : undefined;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
