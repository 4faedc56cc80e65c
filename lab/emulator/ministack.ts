/** Starts and ends MiniStack's process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { whileStdinIsOpen } from '../aws/dynamoDb/whileStdinIsOpen.ts';

export interface MinistackOptions {
  /** The Python that has it: installMinistack.ts. */
  python: string;
  port: number;
  region: string;
  /** PEM files: its server certificate, and the CA that signed it. */
  certificateFile: string;
  keyFile: string;
  caFile: string;
  /** Folder of its Lambda functions, its temporary files and its log. The caller removes it. */
  folder: string;
  /** Additional environment variables; its Lambda functions inherit them as child processes. */
  environment: Readonly<Record<string, string>>;
}

export interface Ministack {
  /** Ends it and its Lambda functions. */
  stop(): Promise<void>;
}

/** Its root user: the only one whose keys are known before anything is deployed. */
export const rootKey = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const starter = fileURLToPath(new URL('start_ministack.py', import.meta.url));

const startLimitMs = 30_000;
const answerPollMs = 100;
const stopLimitMs = 5_000;

/** @throws Error with its output if it does not start. */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  const logPath = join(options.folder, 'ministack.log');
  mkdirSync(options.folder, { recursive: true });
  const log = openSync(logPath, 'w');
  // In its own process group, so that its Lambda functions end with it.
  const server = spawn('/bin/sh', ['-c', whileStdinIsOpen, 'sh', options.python, starter], {
    cwd: options.folder,
    detached: true,
    env: environmentOf(options),
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const stop = () => stopGroup(server);
  if (await answers(options, server)) return { stop };
  await stop();
  throw new Error(`MiniStack does not start. It printed: ${readFileSync(logPath, 'utf8').slice(-2_000)}`);
}

/** Only the PATH of the developer's environment: no AWS profile, no proxy, no settings of MiniStack. */
function environmentOf({ folder, port, region, certificateFile, keyFile, caFile, environment }: MinistackOptions) {
  return {
    // It runs the first `node` on PATH, whatever a function's runtime is.
    PATH: `${sandboxPrograms(folder)}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    TMPDIR: folder,
    ...rootKey,
    // Nothing is written beside the sources.
    PYTHONDONTWRITEBYTECODE: '1',
    // IAM policies of roles, queues and buckets are enforced, and signatures checked.
    AUTH: 'true',
    // Queues and buckets reject requests without TLS.
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certificateFile,
    MINISTACK_SSL_KEY: keyFile,
    NODE_EXTRA_CA_CERTS: caFile,
    SSL_CERT_FILE: caFile,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: region,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    ...environment,
  };
}

/** A sandbox of Lambda has its own temporary directory. @returns the folder with a `node` that provides one. */
function sandboxPrograms(folder: string): string {
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  const script = `#!/bin/sh\nTMPDIR=$(mktemp -d) exec '${process.execPath}' "$@"\n`;
  writeFileSync(join(programs, 'node'), script, { mode: 0o700 });
  return programs;
}

async function answers({ port, caFile }: MinistackOptions, server: ChildProcess): Promise<boolean> {
  const ca = readFileSync(caFile);
  const until = Date.now() + startLimitMs;
  while (server.exitCode === null && server.signalCode === null && Date.now() < until) {
    const request = get({ host: '127.0.0.1', port, path: '/_ministack/health', ca });
    const status = await new Promise((resolve) => {
      request.on('response', (answer) => resolve(answer.resume().statusCode));
      request.on('error', () => resolve(undefined));
    });
    if (status === 200) return true;
    await delay(answerPollMs);
  }
  return false;
}

async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  signalGroup(server.pid, 'SIGTERM');
  const limit = new AbortController();
  await Promise.race([ended, delay(stopLimitMs, undefined, { signal: limit.signal }).catch(() => {})]);
  limit.abort();
  // A leftover: a Lambda function in the middle of its work.
  signalGroup(server.pid, 'SIGKILL');
  await ended;
}

function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    // No process of the group is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
