import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of the lab keep their state: in the folder of `--data`, or nowhere. */
export interface DataDirectory {
  /** Undefined when the lab keeps nothing. */
  readonly path: string | undefined;
  /** What was saved under this name, or undefined. @throws Error naming the file when it is not JSON. */
  load<T>(name: string): T | undefined;
  save(name: string, value: unknown): void;
}

/** @param path a folder, made when it is missing; undefined: nothing is kept. */
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
      // Written whole or not at all: a lab that is stopped in the middle must find its state again.
      const draft = `${file(name)}.new`;
      writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600 });
      renameSync(draft, file(name));
    },
  };
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error(`${path} is no folder that can be written to: name another one with --data`, { cause });
  }
}
