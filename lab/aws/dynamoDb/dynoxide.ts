/** Starts and ends dynoxide's process. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../protocol/freePort.ts';
import { whileStdinIsOpen } from './whileStdinIsOpen.ts';

export interface DynamoDb {
  /** Such as `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Ends the server if it was started here. */
  stop(): Promise<void>;
}

const startAttempts = 3;
const answerPollMs = 10;

/** The binary of the optional dependency for this platform, or of the same name on PATH. */
export function findDynoxide({
  platform,
  arch,
}: Pick<NodeJS.Process, 'platform' | 'arch'> = process): string | undefined {
  const { PATH = '' } = process.env;
  const binary = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  const candidates = PATH.split(delimiter).map((directory) => join(directory, binary));
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}-${arch}/package.json`);
    candidates.unshift(join(dirname(manifest), binary));
  } catch {
    // npm has no package for this platform, or could not install it.
  }
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export async function startDynoxide(binary: string, databaseFile: string | undefined): Promise<DynamoDb> {
  let said = '';
  for (let attempt = 1; attempt <= startAttempts; attempt++) {
    const [host, port] = [attempt < startAttempts ? hiddenAddress() : '127.0.0.1', await freePort()];
    const databaseArguments = databaseFile === undefined ? [] : ['--db-path', databaseFile];
    const serverArguments = ['serve', '--host', host, '--port', String(port), ...databaseArguments];
    // In its own session: Ctrl-C in the terminal is for the lab, which ends the server last.
    const server = spawn('/bin/sh', ['-c', whileStdinIsOpen, 'sh', binary, ...serverArguments], { detached: true });
    server.stdout.resume();
    const stderr = text(server.stderr);
    const endpoint = `http://${host}:${port}`;
    if (await answers(endpoint, server)) return { endpoint, stop: () => stop(server) };
    server.stdin.end();
    said = await stderr;
  }
  throw new Error(`dynoxide does not start (${binary}): ${said.trim()}`);
}

/**
 * Dynoxide answers any web page (`Access-Control-Allow-Origin: *`), and only programs of this machine should reach it,
 * through the gate. On Linux all of 127.0.0.0/8 is this machine, so it listens on an address that no page can guess.
 */
function hiddenAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  return ['127', randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join('.');
}

/** @returns false if the server ends before it answers: most likely another program took the port first. */
async function answers(endpoint: string, server: ChildProcessWithoutNullStreams): Promise<boolean> {
  while (!hasEnded(server)) {
    try {
      await fetch(endpoint);
      return true;
    } catch {
      await delay(answerPollMs);
    }
  }
  return false;
}

function hasEnded({ exitCode, signalCode }: ChildProcessWithoutNullStreams): boolean {
  return exitCode !== null || signalCode !== null;
}

async function stop(server: ChildProcessWithoutNullStreams): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, 'exit');
  server.stdin.end();
  await ended;
}
