import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KnownApps {
  /** Content of `RINGPOST_APP_IDS_FILE`. */
  readonly file: string;
  /** Call it with the names of all secrets whenever they change. */
  follow(secretNames: readonly string[]): void;
}

/**
 * The lab's apps are those that have a secret, so that an app can be added while the lab runs: with one of its phones,
 * or with a credential. A stage on AWS has them from `cdk/stages.ts`, which also creates the secrets.
 */
export function openKnownApps(folder: string, secretsPrefix: string): KnownApps {
  const file = join(folder, 'app-ids');
  const prefix = `${secretsPrefix}/apps/`;
  const write = (appIds: readonly string[]) => {
    // A function never reads half a file.
    writeFileSync(`${file}.new`, `${appIds.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  write([]);
  return {
    file,
    follow: (names) => write(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))),
  };
}
