/**
 * Context of one request or one task of a queue, wherever it is worked on: the request behind it, the fields of its log
 * lines, and what its own line gathers until it ends. Nothing has to be passed along: Node keeps it for everything that
 * follows from `runInScope`, also when tasks run concurrently.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from '../logFields.ts';
import type { LogLevel, LogList, Origin, Work } from '../ports.ts';

/** @returns lines of metrics that are due: of each, the fields. */
export type MetricSource = () => object[];

export interface WorkScope {
  readonly origin: Origin | undefined;
  /** Fields of every log line. */
  fields: LogFields;
  /** The work that this one is within. */
  readonly outer: WorkScope | undefined;
  isOver: boolean;
  /** Metrics for the line of the work. Those of work within other work are in the line of the outer one. */
  readonly metrics: Set<MetricSource>;
  readonly lists: Map<LogList, LogFields[]>;
  /** Cancels the timer that writes the lists of work that takes long. */
  cancelTimer(): void;
  /** How the work ends; absent if nobody said. */
  conclusion?: { level: LogLevel; message: string; fields: LogFields } | undefined;
}

const scopes = new AsyncLocalStorage<WorkScope>();

/** @param end called when the work ends, in whatever way. Work within other work has its origin. */
export function runInScope<T>(
  { origin = currentOrigin(), fields = {} }: Work,
  run: () => Promise<T>,
  end: (scope: WorkScope) => void,
): Promise<T> {
  const scope: WorkScope = {
    origin,
    fields,
    outer: currentScope(),
    isOver: false,
    metrics: new Set(),
    lists: new Map(),
    cancelTimer: () => {},
  };
  return scopes.run(scope, async () => {
    try {
      return await run();
    } finally {
      scope.isOver = true;
      scope.cancelTimer();
      end(scope);
    }
  });
}

/** The current work, unless it is over. */
export function currentScope(): WorkScope | undefined {
  const scope = scopes.getStore();
  return scope?.isOver ? undefined : scope;
}

/** The work that no other is around. */
export function outermostScope(): WorkScope | undefined {
  let scope = currentScope();
  while (scope?.outer !== undefined && !scope.outer.isOver) scope = scope.outer;
  return scope;
}

/** Common log fields of the current work, also after its end; none outside of any. */
export function scopeFields(scope = scopes.getStore()): LogFields {
  if (scope === undefined) return {};
  return { ...(scope.origin && { requestId: scope.origin.requestId }), ...scope.fields };
}

/** Adds log fields to the current work. */
export function addScopeFields(fields: LogFields): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.fields = { ...scope.fields, ...fields };
}

/** The request behind the current work. */
export function currentOrigin(): Origin | undefined {
  return scopes.getStore()?.origin;
}
