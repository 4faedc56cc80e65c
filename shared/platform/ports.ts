/**
 * What every flow needs from its environment: time, random values, the log, metrics, and memory of requests and
 * settings.
 */
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
  /** Adds these fields to all further lines of the same request or task. */
  about(fields: LogFields): void;
  /**
   * Adds an entry to a list in the line that the request or task gets at its end. Outside of any work it is a line of
   * its own.
   */
  list(name: LogList, entry: LogFields): void;
}

/** Lists of a line: each entry is one request to APNs. */
export type LogList = 'pushes';

export type LogLevel = 'info' | 'warn' | 'error';

/** The API request behind the work, however many queues lie between. */
export interface Origin {
  /** API Gateway's ID, which its caller has in the header `apigw-requestid`. */
  requestId: string;
  /** Epoch milliseconds: when API Gateway got it. Absent if too much time lies between for a measurement. */
  requestedAtMs?: number | undefined;
}

/** A request, or a task of a queue. */
export interface Work {
  /** Absent: no request is behind it. */
  origin?: Origin | undefined;
  /** Fields of all its log lines. */
  fields?: LogFields | undefined;
}

export interface WorkLog extends Log {
  /** Says how the current work ends: the level, the message and further fields of its line. Without work, a line. */
  conclude(level: LogLevel, message: string, fields?: LogFields): void;
  /**
   * Runs one piece of work. All its log lines name its origin. At its end one line has its lists and its metrics: see
   * docs/observability.md.
   */
  during<T>(work: Work, run: () => Promise<T>): Promise<T>;
}

export interface Metrics {
  /**
   * Records one value of a metric, now. Costs a line in the log and no request.
   * @param details further fields for readers of that line; they are not dimensions.
   */
  record<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>, details?: LogFields): void;
  /**
   * For frequent metrics, such as pushes: written into the line of a request or task, at its end. What follows within a
   * second waits for the next line, unless it is a failure. Counts are summed, of other units all values are kept.
   */
  add<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>): void;
  /** Adds the milliseconds since the request behind the work; nothing if there was none. */
  addSinceRequest<N extends MetricName>(name: N, dimensions: MetricDimensions<N>): void;
}

/** A team's settings for its stage, by ID. */
export interface SettingsStore<T> {
  /** The value within the last minute: for sends, which must not read it each time. */
  find(id: string): Promise<T | undefined>;
  /** The current value. */
  read(id: string): Promise<T | undefined>;
  put(id: string, settings: T): Promise<void>;
  /** @returns false if there was none. */
  remove(id: string): Promise<boolean>;
  /** IDs, in a fixed order. */
  list(): Promise<string[]>;
}

/** `scope`: the caller, the route, and the key. */
export interface IdempotencyStore {
  /** @returns undefined if the key was free, and now belongs to this request; otherwise its record. */
  claim(scope: readonly string[], record: KeyRecord): Promise<KeyRecord | undefined>;
  /** @returns false if another request was faster, or the dead one was not dead. */
  takeOver(scope: readonly string[], dead: KeyRecord, runsUntilMs: number): Promise<boolean>;
  /** Stores the answer for a day. */
  finish(scope: readonly string[], answer: string): Promise<void>;
  /** Nothing was done: the key may be used again. */
  free(scope: readonly string[]): Promise<void>;
  /** The request failed half-way: the next one takes over at once. */
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
  /** The stage's language, BCP 47: for phones whose language is unknown. */
  defaultLanguage: string;
  idempotency: IdempotencyStore;
}
