/**
 * Context of one request or one task of a queue, wherever it is worked on: the request behind it, the fields of its log
 * lines, and the metrics that are written together when it ends. Nothing has to be passed along: Node keeps it for
 * everything that follows from `runInScope`, also when tasks run concurrently.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from '../logFields.ts';
import type { Origin, Work } from '../ports.ts';

interface WorkScope {
  readonly origin: Origin | undefined;
  /** Fields of every log line. */
  fields: LogFields;
  isOver: boolean;
  readonly kept: Map<object, { value: unknown; finish(): void }>;
}

const scopes = new AsyncLocalStorage<WorkScope>();

/** Work within other work has its origin. */
export function runInScope<T>({ origin = currentOrigin(), fields = {} }: Work, run: () => Promise<T>): Promise<T> {
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

/** Common log fields of the current work; none outside of any. */
export function scopeFields(): LogFields {
  const scope = scopes.getStore();
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

/**
 * Keeps something with the current work.
 *
 * @param owner of it: one value for each owner and piece of work.
 * @param finish called with it when the work ends, in whatever way.
 * @returns undefined without current work, or after its end: then `finish` is never called.
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
