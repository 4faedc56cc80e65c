/** Broadcasts and the index of audiences in memory, with the conditions that the table's writes have. */
import type { AudienceIndex, BroadcastStore, PlacedRow } from '../../../shared/broadcasts/ports.ts';
import { noCounts } from '../../../shared/broadcasts/rules/counts.ts';
import { placeOf } from '../../../shared/broadcasts/rules/ranges.ts';
import {
  type BroadcastRecord,
  isDue,
  type RetryList,
  type RetryName,
  type RetryTarget,
  type TaskLease,
  type TaskName,
  type TaskProgress,
} from '../../../shared/broadcasts/rules/record.ts';
import type { AudienceRow } from '../../../shared/devices/rules/audienceRow.ts';
import { audienceKey } from '../../../shared/platform/table/keys.ts';

interface Leased<T> {
  value: T;
  lease: TaskLease;
}

const free: TaskLease = { holder: '', untilMs: 0 };

function isFree({ lease }: Leased<unknown>, { holder }: TaskLease, nowMs: number): boolean {
  return lease.untilMs <= nowMs || lease.holder === holder;
}

/** Holds one broadcast after the other; names are as in the table. */
export class MemoryBroadcasts implements BroadcastStore {
  readonly #records = new Map<string, BroadcastRecord>();
  readonly #users = new Map<string, readonly (readonly string[])[]>();
  readonly #tasks = new Map<string, Leased<TaskProgress> & { name: TaskName }>();
  readonly #waiting = new Map<string, readonly RetryTarget[]>();
  readonly #lists = new Map<string, Leased<RetryList> & { name: RetryName }>();

  async create(record: BroadcastRecord, users: readonly (readonly string[])[]): Promise<boolean> {
    this.#users.set(record.broadcastId, users);
    if (this.#records.has(record.broadcastId)) return false;
    this.#records.set(record.broadcastId, record);
    return true;
  }

  async find(broadcastId: string): Promise<BroadcastRecord | undefined> {
    return this.#records.get(broadcastId);
  }

  async list(): Promise<{ broadcasts: BroadcastRecord[] }> {
    return { broadcasts: [...this.#records.values()].toReversed() };
  }

  async change(...[broadcastId, from, changes, unless]: Parameters<BroadcastStore['change']>) {
    const record = this.#records.get(broadcastId);
    if (record === undefined || !from.includes(record.state)) return undefined;
    if (unless !== undefined && record[unless] !== undefined) return undefined;
    const changed = { ...record, ...changes };
    this.#records.set(broadcastId, changed);
    return changed;
  }

  async remove({ broadcastId }: BroadcastRecord): Promise<boolean> {
    return this.#records.get(broadcastId)?.state === 'scheduled' && this.#records.delete(broadcastId);
  }

  async progress(broadcastId: string) {
    const ofBroadcast = (stored: { name: TaskName }) => stored.name.broadcastId === broadcastId;
    return {
      tasks: [...this.#tasks.values()].filter(ofBroadcast).map(({ name, value }) => ({ ...name, ...value })),
      retries: [...this.#lists.values()].filter(ofBroadcast).map(({ name, value }) => ({ ...name, ...value })),
    };
  }

  async users(broadcastId: string, task: number): Promise<readonly string[]> {
    return this.#users.get(broadcastId)?.[task] ?? [];
  }

  async claim(name: TaskName, lease: TaskLease, nowMs: number): Promise<TaskProgress | 'held' | 'done'> {
    const known = this.#tasks.get(taskKey(name));
    if (known?.value.isDone) return 'done';
    if (known !== undefined && !isFree(known, lease, nowMs)) return 'held';
    const value = known?.value ?? { counts: noCounts, retryLists: 0, isDone: false, atMs: nowMs };
    this.#tasks.set(taskKey(name), { name, value, lease });
    return value;
  }

  async save(...[name, holder, progress, retries, release]: Parameters<BroadcastStore['save']>): Promise<boolean> {
    const known = this.#tasks.get(taskKey(name));
    if (known?.lease.holder !== holder) return false;
    known.value = progress;
    if (release) known.lease = { holder, untilMs: 0 };
    for (const [index, value] of retries.entries()) {
      const list = progress.retryLists - retries.length + index;
      this.#lists.set(listKey({ ...name, list }), { name: { ...name, list }, value, lease: free });
    }
    return true;
  }

  async putWaiting(name: RetryName, part: string, targets: readonly RetryTarget[]): Promise<void> {
    this.#waiting.set(`${listKey(name)} ${part}`, targets);
  }

  async waiting(name: RetryName, part: string): Promise<readonly RetryTarget[]> {
    return this.#waiting.get(`${listKey(name)} ${part}`) ?? [];
  }

  async claimRetries(...[name, round, lease, nowMs]: Parameters<BroadcastStore['claimRetries']>) {
    const known = this.#lists.get(listKey(name));
    if (known === undefined || known.value.round < round) return 'ahead';
    if (known.value.round > round || !isDue(known.value, nowMs)) return 'past';
    if (!isFree(known, lease, nowMs)) return 'held';
    known.lease = lease;
    return known.value;
  }

  async saveRetries(name: RetryName, holder: string, list: RetryList): Promise<boolean> {
    const known = this.#lists.get(listKey(name));
    if (known?.lease.holder !== holder) return false;
    known.value = list;
    known.lease = { holder, untilMs: 0 };
    return true;
  }
}

const taskKey = ({ broadcastId, job, task }: TaskName): string => `${broadcastId} ${job} ${task}`;
const listKey = (name: RetryName): string => `${taskKey(name)} ${name.list}`;

const rowsPerPage = 25;

export class MemoryAudience implements AudienceIndex {
  readonly #rows = new Map<string, AudienceRow>();
  readonly #estimated: number;

  /** @param estimated number of devices: it decides how many tasks a broadcast has. */
  constructor(appId: string, rows: readonly AudienceRow[], estimated: number) {
    this.#estimated = estimated;
    for (const row of rows) this.#rows.set(placeOfRow(appId, row), row);
  }

  async estimate(): Promise<number> {
    return this.#estimated;
  }

  async *pages(...[, ranges, after = '']: Parameters<AudienceIndex['pages']>): AsyncGenerator<PlacedRow[]> {
    for (const { shard, from, to } of ranges) {
      const [first, end] = [placeOf(shard, from), placeOf(shard, to)];
      const places = [...this.#rows.keys()].filter((place) => place >= first && place < end && place > after);
      const inOrder = places.toSorted();
      for (let start = 0; start < inOrder.length; start += rowsPerPage) {
        yield inOrder.slice(start, start + rowsPerPage).flatMap((place) => {
          const row = this.#rows.get(place);
          return row === undefined ? [] : [{ place, row }];
        });
      }
    }
  }

  async forget(appId: string, row: AudienceRow): Promise<void> {
    this.#rows.delete(placeOfRow(appId, row));
  }

  async learn(): Promise<void> {}
}

function placeOfRow(appId: string, { userId, deviceId }: AudienceRow): string {
  const { pk, sk } = audienceKey(appId, userId, deviceId);
  return placeOf(Number.parseInt(pk.split('#').at(-1) ?? '', 16), sk);
}
