/**
 * What the tests on AWS's own runtime stand on: the bundles as they are deployed, AWS services at local endpoints, the fake
 * Apple, and a proxy before each that the functions keep connections to.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Apple, DeliveredPush } from '../../../lab/apple/apple.ts';
import { startApple } from '../../../lab/apple/startApple.ts';
import { region } from '../../../lab/aws/localAws.ts';
import { type LocalServices, startLocalServices } from '../../../lab/aws/localServices.ts';
import { type Parts, startParts } from '../../../lab/parts.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { storedCredentials } from '../../../lab/state/storedCredentials.ts';
import { currentBundles } from '../../../scripts/currentBundles.ts';
import type { FunctionName } from '../../../shared/api/functionSettings.ts';
import { deviceStore } from '../../../shared/devices/table/deviceStore.ts';
import { openTable, type Table } from '../../../shared/platform/table/table.ts';
import { startTcpProxy, type TcpProxy } from '../apns/tcpProxy.ts';
import { testedTransport } from '../apns/testedTransport.ts';
import { type LambdaRuntime, type LambdaRuntimeOptions, lambdaRuntime } from './lambdaRuntime.ts';

const appId = 'com.example.ringpost';

export interface RuntimeWorld {
  apple: Apple;
  services: LocalServices;
  table: Table;
  /** Between the functions and APNs' production host. */
  apnsProxy: TcpProxy;
  /** Between the functions and the table. */
  tableProxy: TcpProxy;
  environment: Readonly<Record<string, string>>;
  /** A phone of that user, registered. @returns what reaches it, as it comes. */
  makePhone(userId: string): Promise<DeliveredPush[]>;
  /** By its own role, unless `changes` have another environment. Ends with the world. */
  start(name: FunctionName, changes?: Partial<LambdaRuntimeOptions>): LambdaRuntime;
  stop(): Promise<void>;
}

export function startRuntimeWorld(): Promise<RuntimeWorld> {
  return startParts(start);
}

async function start(parts: Parts): Promise<RuntimeWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-runtime-'));
  parts.add(() => rmSync(directory, { recursive: true }));
  const bundleDirectory = join(directory, 'functions');
  const [services, apple] = await Promise.all([
    parts.start(startLocalServices(undefined)),
    parts.start(startApple({ data: openDataDirectory(undefined) })),
    currentBundles(bundleDirectory),
  ]);
  services.putAppSecret(appId, storedCredentials(appId, apple.credentials(appId)));
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, apple.caPem);
  const { AWS_ENDPOINT_URL_DYNAMODB: tableUrl = '' } = services.environment;
  const [apnsProxy, tableProxy] = await Promise.all([
    parts.start(startTcpProxy(apple.origins.production)),
    parts.start(startTcpProxy(tableUrl)),
  ]);
  const environment: Record<string, string> = {
    ...services.environment,
    AWS_ENDPOINT_URL_DYNAMODB: tableProxy.origin.replace('https:', 'http:'),
    RINGPOST_APNS_PRODUCTION_ORIGIN: apnsProxy.origin,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_APNS_CA_FILE: caFile,
    RINGPOST_APNS_TRANSPORT: testedTransport,
  };
  for (const [name, value] of Object.entries(services.environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_REGION', region);
  parts.add(() => vi.unstubAllEnvs());
  const table = openTable(environment['RINGPOST_TABLE_NAME'] ?? '');
  parts.add(() => table.client.destroy());
  const devices = deviceStore(table);
  return {
    apple,
    services,
    table,
    apnsProxy,
    tableProxy,
    environment,
    async makePhone(userId) {
      const received: DeliveredPush[] = [];
      const deviceId = `${userId}-phone`;
      const onPush = (push: DeliveredPush) => received.push(push);
      const { tokens } = apple.install({ bundleId: appId, environment: 'production', phoneId: deviceId, onPush });
      const token = (kind: 'alert' | 'voip') => ({ token: tokens[kind], environment: 'production' }) as const;
      const registration = { userId, deviceId, appId, tokens: { alert: token('alert'), voip: token('voip') } };
      await devices.register(registration, Date.now());
      return received;
    },
    start(name, changes = {}) {
      const { accessKeyId, secretAccessKey } = services.accessKeyOf(name);
      const own = { ...environment, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      const runtime = lambdaRuntime({ name, bundleDirectory, environment: own, ...changes });
      parts.add(() => runtime.stop());
      return runtime;
    },
    stop: parts.stopAll,
  };
}
