/**
 * What one request or one task of a queue has in common, wherever it is worked on: the request that led to it, what its
 * log lines are about, and the metrics that are written together when it ends. Nothing has to be passed along: Node
 * keeps it for everything that follows from `runInScope`, also when tasks run side by side.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from '../logFields.ts';
import type { Origin, Work } from '../ports.ts';

interface WorkScope {
  readonly origin: Origin | undefined;
  /** Of every log line. */
  fields: LogFields;
  isOver: boolean;
  readonly kept: Map<object, { value: unknown; finish(): void }>;
}

const scopes = new AsyncLocalStorage<WorkScope>();

export function runInScope<T>({ origin, fields = {} }: Work, run: () => Promise<T>): Promise<T> {
  const scope: WorkScope = { origin, fields, isOver: false, kept: new Map() };
  return scopes.run(scope, async () => {
    try {
      return await run();
    } finally {
      scope.isOver = true;
      for (const { finish } of scope.kept.values()) finish();
    }
  });
}

/** The fields that the lines of the work at hand have in common; none outside of any. */
export function scopeFields(): LogFields {
  const scope = scopes.getStore();
  if (scope === undefined) return {};
  return { ...(scope.origin && { requestId: scope.origin.requestId }), ...scope.fields };
}

/** Adds to the fields of the work at hand. */
export function addScopeFields(fields: LogFields): void {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.fields = { ...scope.fields, ...fields };
}

/** The request that led to the work at hand. */
export function currentOrigin(): Origin | undefined {
  return scopes.getStore()?.origin;
}

/**
 * Keeps something with the work at hand.
 *
 * @param owner who keeps it: one thing for each owner and piece of work.
 * @param finish is called with it when the work is over, however it ended.
 * @returns undefined where there is no work, or no longer: then `finish` is never called.
 */
export function keptUntilEnd<T>(owner: object, create: () => T, finish: (kept: T) => void): T | undefined {
  const scope = scopes.getStore();
  if (scope === undefined || scope.isOver) return undefined;
  const known = scope.kept.get(owner);
  if (known !== undefined) return known.value as T;
  const value = create();
  scope.kept.set(owner, { value, finish: () => finish(value) });
  return value;
}
