/** How flows push to Apple. */
import type { ApnsEnvironment } from '../devices/rules/device.ts';
import type { ApnsOutcome } from './rules/outcome.ts';
import type { ApnsHeaders } from './rules/pushTypes.ts';

export interface PushRequest {
  appId: string;
  environment: ApnsEnvironment;
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds: without an answer by then the outcome is `unanswered`. */
  deadlineMs: number;
  /** Epoch milliseconds: it goes over a connection that was not opened before. Any one when absent. */
  connectionSinceMs?: number | undefined;
}

export interface PushPort {
  /** Never throws for what Apple or the network do: those are outcomes. */
  push(request: PushRequest): Promise<ApnsOutcome>;
}

export interface ApnsPorts {
  apns: PushPort;
}
