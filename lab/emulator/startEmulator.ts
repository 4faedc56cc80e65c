/**
 * An emulated AWS account and a fake Apple on this machine, to rehearse a deployment: MiniStack, an AWS emulator that
 * checks IAM policies and signatures, and the lab's fake Apple. It contains nothing of Ringpost until somebody deploys
 * it there, with the same commands as to AWS. docs/rehearse.md
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageEnvironment } from '../../shared/platform/aws/environment.ts';
import type { Apple } from '../apple/apple.ts';
import { openAuthority } from '../apple/authority.ts';
import { startApple } from '../apple/startApple.ts';
import { freePort } from '../aws/protocol/freePort.ts';
import { type Parts, startParts } from '../parts.ts';
import { openDataDirectory } from '../state/dataDirectory.ts';
import { makeTemporaryFolder } from '../state/temporaryFolder.ts';
import { installMinistack } from './installMinistack.ts';
import { rootKey, startMinistack } from './ministack.ts';

export interface Emulator {
  /** Environment that the CDK command line, `ringpost` and the AWS command line need to work with it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apple: Apple;
  /** The token key (.p8) of the fake Apple's team, as the developer account would provide it. */
  readonly tokenKey: { file: string; keyId: string; teamId: string };
  /** Output of MiniStack and its Lambda functions in its own log. */
  readonly logFile: string;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Called with the steps that take a while. */
  progress?: ((step: string) => void) | undefined;
}

const region = 'eu-central-1';

/** Always a new, empty account. @throws Error that says what to do; then nothing is left running. */
export function startEmulator({ progress = () => {} }: EmulatorOptions = {}): Promise<Emulator> {
  return startParts(async (parts) => start(await installMinistack(progress), parts));
}

async function start(python: string, parts: Parts): Promise<Emulator> {
  const { path: folder, remove } = makeTemporaryFolder('emulator');
  parts.add(remove);
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const data = openDataDirectory(join(folder, 'apple'));
  const apple = await parts.start(startApple({ data }));
  // The fake Apple's CA is also the emulator's: one file to trust.
  const { certificatePem, privateKeyPem } = openAuthority(data, Date.now).host;
  const caFile = file('ca.pem', apple.caPem);
  const port = await freePort();
  const endpointUrl = `https://127.0.0.1:${port}`;

  const apns = {
    RINGPOST_APNS_PRODUCTION_ORIGIN: apple.origins.production,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_DELIVERY_METRICS_ORIGIN: apple.metricsOrigin,
    RINGPOST_APNS_CA_FILE: caFile,
  } satisfies Partial<StageEnvironment>;
  const ministackFolder = join(folder, 'ministack');
  mkdirSync(ministackFolder);
  await parts.start(
    startMinistack({
      python,
      port,
      region,
      certificateFile: file('certificate.pem', certificatePem),
      keyFile: file('key.pem', privateKeyPem),
      caFile,
      folder: ministackFolder,
      // The address of Apple depends on where the functions run, so the deployed stack does not contain it.
      environment: apns,
    }),
  );

  const { keyId, teamId, privateKeyPem: tokenKeyPem } = apple.makeTokenKey();
  return {
    apple,
    tokenKey: { file: file(`AuthKey_${keyId}.p8`, tokenKeyPem), keyId, teamId },
    logFile: join(ministackFolder, 'ministack.log'),
    environment: {
      AWS_ENDPOINT_URL: endpointUrl,
      ...rootKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_CA_BUNDLE: caFile,
      // Nothing leaves the machine.
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      NODE_EXTRA_CA_CERTS: caFile,
      ...apns,
    },
    stop: parts.stopAll,
  };
}
