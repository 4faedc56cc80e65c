/** What every flow needs of the world: time, chance, the log, metrics, and memory of requests and settings. */
import type { KeyRecord } from './keyRecord.ts';
import type { LogFields } from './logFields.ts';
import type { MetricDimensions, MetricName } from './metricTable.ts';

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  waitMs(milliseconds: number): Promise<void>;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** From here on, all lines of the same request or task say what it is about. */
  about(fields: LogFields): void;
}

/** The API request that work was begun for, however many queues lie between. */
export interface Origin {
  /** API Gateway's, which its caller knows from the header `apigw-requestid`. */
  requestId: string;
  /** Epoch milliseconds: when API Gateway got it. Absent where too much time lies between to measure by it. */
  requestedAtMs?: number | undefined;
}

/** A request, or a task of a queue. */
export interface Work {
  /** Absent: no request has led to it. */
  origin?: Origin | undefined;
  /** Of all its log lines. */
  fields?: LogFields | undefined;
}

export interface WorkLog extends Log {
  /** Runs one piece of work: its log lines name its origin, and the metrics that it adds up are written at its end. */
  during<T>(work: Work, run: () => Promise<T>): Promise<T>;
}

export interface Metrics {
  /**
   * Records one value of a metric, now. Costs a line in the log and no request.
   * @param details what else a reader of that line should know; they are no dimensions.
   */
  record<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>, details?: LogFields): void;
  /**
   * For what there is much of, such as pushes: written once for a request or a task, at its end. Counts are summed, of
   * other units all values are kept.
   */
  add<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>): void;
  /** Adds the milliseconds since the request that the work was begun for; nothing when there was none. */
  addSinceRequest<N extends MetricName>(name: N, dimensions: MetricDimensions<N>): void;
}

/** What a team sets for its stage, by ID. */
export interface SettingsStore<T> {
  /** As it was within the last minute: for sends, which must not ask for it each time. */
  find(id: string): Promise<T | undefined>;
  /** As it is now. */
  read(id: string): Promise<T | undefined>;
  put(id: string, settings: T): Promise<void>;
  /** @returns false when there was none. */
  remove(id: string): Promise<boolean>;
  /** IDs, in a fixed order. */
  list(): Promise<string[]>;
}

/** `scope`: the caller, what is asked for, and the key. */
export interface IdempotencyStore {
  /** @returns undefined when the key was free, and is this request's now; otherwise what is kept of it. */
  claim(scope: readonly string[], record: KeyRecord): Promise<KeyRecord | undefined>;
  /** @returns false when another request was faster, or the dead one was not dead. */
  takeOver(scope: readonly string[], dead: KeyRecord, runsUntilMs: number): Promise<boolean>;
  /** Keeps the answer for a day. */
  finish(scope: readonly string[], answer: string): Promise<void>;
  /** Nothing was done: the key may be used again. */
  free(scope: readonly string[]): Promise<void>;
  /** The request has failed half-way: the next one takes over at once. */
  abandon(scope: readonly string[]): Promise<void>;
}

export interface PlatformPorts {
  clock: Clock;
  /** A lower-case UUID. */
  newId(): string;
  /** 0 ≤ random < 1. */
  random(): number;
  log: Log;
  metrics: Metrics;
  /** The stage's, BCP 47: for phones whose language nobody has said. */
  defaultLanguage: string;
  idempotency: IdempotencyStore;
}
