/**
 * The fake APNs alone, for other projects in any language: two hosts, a CA and a token key in files, and a control API.
 * `npx ringpost lab --apns-only`; docs/fake-apns.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import { openDataDirectory } from '../state/dataDirectory.ts';
import { makeTemporaryFolder } from '../state/temporaryFolder.ts';
import { startControlApi } from './controlApi.ts';
import { startApple } from './startApple.ts';

export interface ApnsOnlyOptions {
  /** Keeps the CA and the token key; without it they are new each time and gone at the end. */
  dataDirectory?: string | undefined;
  /** 0, or absent: any free port. */
  ports?: Readonly<Partial<Record<ApnsEnvironment | 'control', number>>> | undefined;
  /** Called with the one line that says it is ready; stdout if absent. */
  announce?: ((line: string) => void) | undefined;
}

/** What a provider needs to push here, and a test to watch: the JSON of the line that says it is ready. */
export interface ApnsOnlyAccess {
  /** `https://127.0.0.1:<port>` of each host. */
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM file with the CA of the hosts' certificates. */
  caFile: string;
  /** PEM file (p8) with the token key, which is valid for all apps and both hosts. */
  keyFile: string;
  /** The key's `kid`. */
  keyId: string;
  /** The key's `iss`. */
  teamId: string;
  /** `http://127.0.0.1:<port>` of the control API. */
  controlUrl: string;
}

export interface ApnsOnly extends ApnsOnlyAccess {
  stop(): Promise<void>;
}

/** @throws Error that says what to do if a port is not available; then nothing is left running. */
export async function runApnsOnly(options: ApnsOnlyOptions = {}): Promise<ApnsOnly> {
  const { dataDirectory, ports = {}, announce = (line) => process.stdout.write(`${line}\n`) } = options;
  const apple = await startApple({ data: openDataDirectory(dataDirectory), ports });
  let control: Awaited<ReturnType<typeof startControlApi>>;
  try {
    control = await startControlApi(apple, ports.control ?? 0);
  } catch (cause) {
    await apple.stop();
    const { message } = cause as Error;
    const fix = 'choose another port for it, or 0 for any free one';
    throw new Error(`the control API cannot listen (${message}): ${fix}`, { cause });
  }
  const temporary = dataDirectory === undefined ? makeTemporaryFolder('apns') : undefined;
  const directory = temporary?.path ?? dataDirectory ?? '';
  // Every app of the lab's team has the same token key.
  const { token } = apple.credentials('com.example.app');
  const { keyId, teamId, privateKeyPem } = token;
  const access: ApnsOnlyAccess = {
    origins: apple.origins,
    caFile: join(directory, 'apple-ca.pem'),
    keyFile: join(directory, `AuthKey_${keyId}.p8`),
    keyId,
    teamId,
    controlUrl: control.url,
  };
  writeFileSync(access.caFile, apple.caPem, { mode: 0o600 });
  writeFileSync(access.keyFile, privateKeyPem, { mode: 0o600 });
  announce(`ringpost apns ready ${JSON.stringify(access)}`);
  return {
    ...access,
    async stop() {
      await control.stop();
      await apple.stop();
      temporary?.remove();
    },
  };
}
