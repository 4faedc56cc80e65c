/** MiniStack, the AWS emulator for rehearsals: exact versions with their hashes, in a folder that git ignores. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../.ministack', import.meta.url));
const stampPath = `${folder}/ringpost-setup`;

/**
 * Installs it once; reused until requirements.txt changes.
 *
 * @returns the Python that has it. @throws Error that says what to do.
 */
export async function installMinistack(progress: (step: string) => void): Promise<string> {
  const python = `${folder}/bin/python`;
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return python;
  progress('installing MiniStack (once, about half a minute)');
  await run('python3', ['-m', 'venv', '--clear', folder]);
  // Wheels only: nothing is built here, and no set-up script of a package runs.
  const pipOptions = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--only-binary=:all:'];
  await run(python, ['-m', 'pip', 'install', ...pipOptions, '-r', requirements]);
  writeFileSync(stampPath, wanted);
  return python;
}

async function run(command: string, parameters: readonly string[]): Promise<void> {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await once(child, 'close').catch(([error]) => [error]);
  if (status === 0) return;
  const words = (await said).join('').trim() || String(status);
  throw new Error(
    `MiniStack cannot be installed: \`${command} ${parameters.join(' ')}\` failed. It printed: ${words}\n` +
      'It needs Python 3.11 or newer with venv and pip (on Debian: apt-get install python3-venv), and PyPI.',
  );
}
