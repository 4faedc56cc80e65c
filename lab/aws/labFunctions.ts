/** All functions of Ringpost, each with its own host, and the worker fed from the delivery queue. */
import { deliverySettings, type FunctionName, functionSettings } from '../../shared/functionSettings.ts';
import { systemClock } from '../clock.ts';
import { startEventSource } from './eventSource.ts';
import { createFunctionHost, type FunctionHost } from './functionHost.ts';
import type { Queue } from './queue.ts';

export interface LabFunctionsOptions {
  /** Holds `<name>/index.mjs` for each function. */
  bundleDirectory: string;
  environment: Readonly<Record<string, string>>;
  deliveryQueue: Queue;
  onLog(line: string): void;
}

export interface LabFunctions {
  readonly hosts: Readonly<Record<FunctionName, FunctionHost>>;
  stop(): Promise<void>;
}

/** As many batches at once as Lambda starts with. */
const pollers = 5;
const { batchSize } = deliverySettings;

export function startFunctions({
  bundleDirectory,
  environment,
  deliveryQueue,
  onLog,
}: LabFunctionsOptions): LabFunctions {
  const host = (name: FunctionName) =>
    createFunctionHost({
      name,
      modulePath: `${bundleDirectory}/${name}/index.mjs`,
      environment,
      ...functionSettings[name],
      clock: systemClock,
      onLog,
    });
  const hosts: Record<FunctionName, FunctionHost> = {
    devices: host('devices'),
    profile: host('profile'),
    messages: host('messages'),
    calls: host('calls'),
    health: host('health'),
    deliver: host('deliver'),
  };
  const { invoke } = hosts.deliver;
  const eventSource = startEventSource({ queue: deliveryQueue, invoke, batchSize, pollers, onLog });
  return {
    hosts,
    async stop() {
      await eventSource.stop();
      await Promise.all(Object.values(hosts).map((functionHost) => functionHost.stop()));
    },
  };
}
