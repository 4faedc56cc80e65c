import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const prefix = 'ringpost';
/** Processes of another machine or container, which may share the folder, have their own process IDs. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * A new folder below the system's temporary one, for this user only. First it removes leftovers of killed lab
 * processes.
 *
 * @param purpose such as `lab`: the folder is `ringpost-<purpose>-<machine>-<process ID>-<random>`.
 */
export function makeTemporaryFolder(purpose: string): TemporaryFolder {
  removeLeftovers();
  const path = mkdtempSync(join(tmpdir(), `${prefix}-${purpose}-${machine}-${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

const ownedName = new RegExp(`^${prefix}-[a-z]+-${machine}-(\\d+)-\\w+$`);

function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = ownedName.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's, or another lab is removing it right now.
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
