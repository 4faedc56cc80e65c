import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Storage for the state of the lab's parts: in the folder of `--data`, or nowhere. */
export interface DataDirectory {
  /** Undefined if the lab keeps nothing. */
  readonly path: string | undefined;
  /** Value saved under this name, or undefined. @throws Error naming the file if it is not JSON. */
  load<T>(name: string): T | undefined;
  save(name: string, value: unknown): void;
}

/**
 * It contains keys and texts, so it is made private: for this user only, including everything from an older lab.
 *
 * @param path a folder, created if it is missing; undefined: nothing is kept.
 */
export function openDataDirectory(path: string | undefined): DataDirectory {
  if (path !== undefined) makeDirectory(path);
  const file = (name: string) => join(path ?? '', `${name}.json`);
  return {
    path,
    load<T>(name: string): T | undefined {
      if (path === undefined) return undefined;
      let text: string;
      try {
        text = readFileSync(file(name), 'utf8');
      } catch {
        return undefined;
      }
      try {
        return JSON.parse(text) as T;
      } catch (cause) {
        throw new Error(`${file(name)} is not JSON: delete it and start the lab again`, { cause });
      }
    },
    save(name: string, value: unknown): void {
      if (path === undefined) return;
      // Written completely or not at all: a lab that is stopped in the middle must find its state again.
      const draft = `${file(name)}.new`;
      writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600 });
      renameSync(draft, file(name));
    },
  };
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error(`${path} is not a writable folder: name another one with --data`, { cause });
  }
  makePrivate(path);
}

/** The lab's files in it, by name. */
const ownFile = /^(table\.sqlite(-\w+)?|[\w-]+\.json|[\w-]+\.jsonl|ringpost-lab\.log|apple-ca\.pem|AuthKey_\w+\.p8)$/;

function makePrivate(path: string): void {
  const stickyOrForAll = 0o1002;
  // A folder such as /tmp is not the lab's alone.
  if ((statSync(path).mode & stickyOrForAll) === 0) narrow(path, 0o700);
  for (const name of readdirSync(path)) if (ownFile.test(name)) narrow(join(path, name), 0o600);
}

function narrow(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // Another user's, who has let this user write to it.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
