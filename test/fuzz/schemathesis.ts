import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/ringpost-fuzz', import.meta.url));

/**
 * Schemathesis in an environment of its own, which is made once for each requirements.txt: every package in it has its
 * version and its hashes there.
 * @returns the command. @throws Error when Python or the package index cannot be reached.
 */
export async function schemathesis(): Promise<string> {
  const name = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const environment = join(cache, name);
  const command = join(environment, 'bin', 'schemathesis');
  if (!existsSync(command)) {
    process.stdout.write('installing schemathesis\n');
    await run('python3', ['-m', 'venv', '--clear', environment]);
    const options = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--only-binary', ':all:'];
    await run(join(environment, 'bin', 'pip'), ['install', ...options, '-r', requirements]);
  }
  return command;
}
