/** Size and time limit of each function, and how the delivery queue feeds its worker. `cdk/` deploys it so, and the lab runs it so. */
import type { ApiFunction } from './api/routes.ts';

/** A file of `functions/`, without its ending. */
export type FunctionName = ApiFunction | 'deliver';

export interface FunctionSettings {
  /** Lambda gives CPU by memory: 1,769 MB is one vCPU. Signing, TLS and JSON are what these functions do. */
  memoryMb: number;
  /** API Gateway gives up after 30 s, so what it calls must end before. */
  timeoutSeconds: number;
}

export const functionSettings: Readonly<Record<FunctionName, FunctionSettings>> = {
  devices: { memoryMb: 512, timeoutSeconds: 10 },
  profile: { memoryMb: 512, timeoutSeconds: 10 },
  messages: { memoryMb: 512, timeoutSeconds: 25 },
  // A phone rings that much sooner, also after a cold start.
  calls: { memoryMb: 1024, timeoutSeconds: 25 },
  health: { memoryMb: 256, timeoutSeconds: 5 },
  deliver: { memoryMb: 512, timeoutSeconds: 30 },
};

export const deliverySettings = {
  /** Enough for the worker to push side by side, few enough that a crash repeats little. */
  batchSize: 10,
  /** Deliveries that crash the worker this often are set aside. */
  maxReceiveCount: 5,
  /** AWS asks for six times the worker's time limit, so that a batch is not handed out again while it is worked on. */
  visibilityTimeoutSeconds: 6 * functionSettings.deliver.timeoutSeconds,
} as const;
