/** Call log, call directory and event bus, in memory. */
import type { CallDirectoryStore, DirectoryWrite } from '../../../shared/callDirectory/ports.ts';
import {
  type DirectoryChange,
  type DirectoryEntries,
  type DirectoryEntry,
  isSameEntry,
} from '../../../shared/callDirectory/rules/directory.ts';
import type { CallLogStore } from '../../../shared/calls/ports.ts';
import type { CallLogEntry, CallLogPage, LoggedCall } from '../../../shared/calls/rules/record.ts';
import type { EventBus } from '../../../shared/events/ports.ts';
import type { DomainEvent } from '../../../shared/events/rules/events.ts';
import type { MemoryCalls } from './calls.ts';

export class MemoryCallLog implements CallLogStore {
  readonly entries: CallLogEntry[] = [];
  readonly #calls: MemoryCalls;

  constructor(calls: MemoryCalls) {
    this.#calls = calls;
  }

  async add(entries: readonly CallLogEntry[]): Promise<CallLogEntry[]> {
    this.entries.push(...entries);
    return [];
  }

  async calls(callIds: readonly string[]): Promise<LoggedCall[]> {
    const records = await Promise.all(callIds.map((callId) => this.#calls.find(callId)));
    return records.filter((record) => record !== undefined);
  }

  async list(userId: string, limit: number, after = '0'): Promise<CallLogPage> {
    const own = this.entries.filter((entry) => entry.userId === userId);
    const newestFirst = own.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
    const end = Number(after) + limit;
    return {
      entries: newestFirst.slice(Number(after), end),
      ...(end < newestFirst.length && { next: String(end) }),
    };
  }

  readonly placePattern = /^\d+$/;

  placeOf({ userId, callId, createdAtMs }: CallLogEntry): string {
    const own = this.entries.filter((entry) => entry.userId === userId);
    const newestFirst = own.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
    return String(1 + newestFirst.findIndex((one) => one.callId === callId && one.createdAtMs === createdAtMs));
  }
}

export class MemoryCallDirectory implements CallDirectoryStore {
  readonly #changes = new Map<string, DirectoryChange[]>();

  async set(userId: string, number: string, entry: DirectoryEntry | undefined): Promise<DirectoryWrite> {
    const before = (await this.entries(userId)).get(number);
    if (isSameEntry(before, entry)) return 'unchanged';
    const changes = this.#changes.get(userId) ?? [];
    this.#changes.set(userId, [...changes, { number, version: changes.length + 1, before, after: entry }]);
    return 'changed';
  }

  async version(userId: string): Promise<number> {
    return this.#changes.get(userId)?.length ?? 0;
  }

  async entries(userId: string): Promise<DirectoryEntries> {
    const entries = new Map<string, DirectoryEntry>();
    for (const { number, after } of this.#changes.get(userId) ?? []) {
      if (after === undefined) entries.delete(number);
      else entries.set(number, after);
    }
    return entries;
  }

  async changesSince(userId: string, version: number): Promise<DirectoryChange[]> {
    return this.#changes.get(userId)?.slice(version) ?? [];
  }
}

export class MemoryEventBus implements EventBus {
  readonly events: DomainEvent[] = [];

  async publish(events: readonly DomainEvent[]): Promise<DomainEvent[]> {
    this.events.push(...events);
    return [];
  }
}
