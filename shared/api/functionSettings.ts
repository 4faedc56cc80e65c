/**
 * Size and time limit of each function, and how queues and the table's stream feed them. `cdk/` deploys them this way,
 * and the lab runs them this way.
 */
import type { ApiFunction } from './routes.ts';

/** A file of `functions/`, without its extension. */
export type FunctionName =
  | ApiFunction
  | 'deliver'
  | 'broadcastWorker'
  | 'callTimer'
  | 'callChanges'
  | 'events'
  | 'webhooks'
  | 'ringAuthorizer'
  | 'userAuthorizer'
  | 'watch';

export interface FunctionSettings {
  /** Lambda gives CPU by memory: 1,769 MB is one vCPU. These functions spend it on signing, TLS and JSON. */
  memoryMb: number;
  /** API Gateway gives up after 30 s, so its functions must end before. */
  timeoutSeconds: number;
  /** Its own output may come back to it. Lambda would stop that as a recursive loop after 16 rounds. */
  feedsItself?: true;
}

export const functionSettings: Readonly<Record<FunctionName, FunctionSettings>> = {
  devices: { memoryMb: 512, timeoutSeconds: 10 },
  profile: { memoryMb: 512, timeoutSeconds: 10 },
  messages: { memoryMb: 512, timeoutSeconds: 25 },
  // A phone rings sooner by that, also after a cold start.
  calls: { memoryMb: 1024, timeoutSeconds: 25 },
  callLog: { memoryMb: 512, timeoutSeconds: 10 },
  directory: { memoryMb: 512, timeoutSeconds: 10 },
  rings: { memoryMb: 256, timeoutSeconds: 10 },
  receipts: { memoryMb: 512, timeoutSeconds: 10 },
  statistics: { memoryMb: 256, timeoutSeconds: 10 },
  groups: { memoryMb: 512, timeoutSeconds: 25 },
  activities: { memoryMb: 512, timeoutSeconds: 25 },
  pushes: { memoryMb: 512, timeoutSeconds: 25 },
  server: { memoryMb: 512, timeoutSeconds: 15 },
  userData: { memoryMb: 512, timeoutSeconds: 25 },
  broadcasts: { memoryMb: 512, timeoutSeconds: 15 },
  webhookSettings: { memoryMb: 256, timeoutSeconds: 20 },
  health: { memoryMb: 256, timeoutSeconds: 5 },
  // It puts back what is to be retried. That ends, because a delivery counts its attempts.
  deliver: { memoryMb: 512, timeoutSeconds: 30, feedsItself: true },
  // One vCPU: it pushes as fast as it can. It puts back what is left when its time ends, and what is to be retried.
  broadcastWorker: { memoryMb: 1769, timeoutSeconds: 60, feedsItself: true },
  // It puts back what came too early. That ends when it is due.
  callTimer: { memoryMb: 512, timeoutSeconds: 30, feedsItself: true },
  // A timer that it sets changes its call, which comes back over the stream. That ends with the call.
  callChanges: { memoryMb: 256, timeoutSeconds: 30, feedsItself: true },
  events: { memoryMb: 256, timeoutSeconds: 30 },
  // It puts back what is to be attempted later. That ends, because a delivery counts its attempts.
  webhooks: { memoryMb: 256, timeoutSeconds: 30, feedsItself: true },
  // AppSync gives up after ten seconds.
  ringAuthorizer: { memoryMb: 256, timeoutSeconds: 10 },
  // API Gateway gives up after ten seconds too.
  userAuthorizer: { memoryMb: 256, timeoutSeconds: 10 },
  // Apple's hosts have ten seconds for each answer, and the apps are inspected concurrently.
  watch: { memoryMb: 512, timeoutSeconds: 60 },
};

/** Creates one value for each function. */
export function ofEachFunction<T>(make: (name: FunctionName) => T): Record<FunctionName, T> {
  const names = Object.keys(functionSettings) as FunctionName[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<FunctionName, T>;
}

/** How long API Gateway keeps an answer of `userAuthorizer`: a token that has expired may work for that time. */
export const userAnswerSeconds = 60;

/** How a queue feeds its worker. */
export interface QueueSettings {
  batchSize: number;
  /** How often a task may crash the worker before it is dead-lettered. */
  maxReceiveCount: number;
  visibilityTimeoutSeconds: number;
}

/** AWS asks for six times the worker's time limit, so that a batch is not delivered again while it is in progress. */
const visibilityFor = (worker: FunctionName): number => 6 * functionSettings[worker].timeoutSeconds;

export const deliverySettings: QueueSettings = {
  /** A task is a chunk of up to 1,000 recipients, or up to 50 retries. One that kills its worker affects no other. */
  batchSize: 1,
  /** A chunk continues where a dead worker left it, so that many deaths still end well. */
  maxReceiveCount: 10,
  visibilityTimeoutSeconds: visibilityFor('deliver'),
};

export const broadcastSettings: QueueSettings = {
  /** Each task keeps a worker busy. */
  batchSize: 1,
  /** A task continues where a dead worker left it. */
  maxReceiveCount: 5,
  /** Longer than a worker lives, so that its lease is over when the queue delivers the task of a dead one again. */
  visibilityTimeoutSeconds: 90,
};

export const callTimerSettings: QueueSettings = {
  batchSize: 10,
  maxReceiveCount: 5,
  visibilityTimeoutSeconds: visibilityFor('callTimer'),
};

export const webhookSettings: QueueSettings = {
  batchSize: 10,
  maxReceiveCount: 5,
  visibilityTimeoutSeconds: visibilityFor('webhooks'),
};

/** How the table's stream feeds `callChanges` and `events`. */
export const streamSettings = {
  /** As many changes as fit into ten requests to the event bus. */
  batchSize: 100,
  /** After that the position of the change in the stream goes to the failure queue. */
  retryAttempts: 10,
} as const;
