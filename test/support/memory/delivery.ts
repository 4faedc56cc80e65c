/** Messages, chunks, the delivery queue and what else delivery needs, in memory. */
import type { RecallMode } from '../../../shared/content/payloads/recallPush.ts';
import { maxDevices } from '../../../shared/devices/rules/deviceLimit.ts';
import type {
  ChunkStore,
  DeliveryQueue,
  FactStore,
  MessageStore,
  ReceiptStore,
} from '../../../shared/messages/ports.ts';
import { type ChunkProgress, isChunkDone, newProgress } from '../../../shared/messages/rules/chunkProgress.ts';
import type { JobKind } from '../../../shared/messages/rules/job.ts';
import type { Decided, Moment } from '../../../shared/messages/rules/moment.ts';
import {
  type ChunkName,
  type Expansion,
  isToMany,
  type Lease,
  type MessageOverview,
  type MessageRecord,
  type Receipt,
  type ReportedMessage,
} from '../../../shared/messages/rules/record.ts';
import type { DeliveryTask, QueuedTask } from '../../../shared/messages/rules/tasks.ts';
import { encodeDecided } from '../../../shared/messages/table/facts/encodeDecided.ts';
import { decodeMoment } from '../../../shared/messages/table/facts/momentCode.ts';
import { isoTime } from '../../../shared/platform/isoTime.ts';
import type { KeyRecord } from '../../../shared/platform/keyRecord.ts';
import type { Clock, IdempotencyStore } from '../../../shared/platform/ports.ts';
import type { Statistics, StatisticsStore } from '../../../shared/push/ports.ts';
import { mergePhones, type PhoneCounts } from '../../../shared/push/rules/phoneStatistics.ts';
import { dayOf, mergeCounts, type TargetCounts } from '../../../shared/push/rules/statistics.ts';
import type { TargetOutcome, TimelineEvent } from '../../../shared/push/rules/targetOutcome.ts';

export class MemoryChunks implements ChunkStore {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #chunks = new Map<string, { lease: Lease; progress: ChunkProgress }>();

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  async claim(name: ChunkName, recipients: number, lease: Lease): Promise<ChunkProgress | 'held'> {
    const known = this.#chunks.get(keyOf(name));
    const isHeld = known !== undefined && !isChunkDone(known.progress) && known.lease.untilMs > this.#clock.nowMs();
    if (isHeld && lease.holder !== known.lease.holder) return 'held';
    const progress = known?.progress ?? newProgress(recipients);
    this.#chunks.set(keyOf(name), { lease, progress });
    return structuredClone(progress);
  }

  async release(name: ChunkName, { holder }: Lease): Promise<void> {
    const known = this.#chunks.get(keyOf(name));
    if (known?.lease.holder === holder) known.lease = { holder, untilMs: 0 };
  }

  async find(name: ChunkName): Promise<ChunkProgress | undefined> {
    return structuredClone(this.#chunks.get(keyOf(name))?.progress);
  }

  async record(
    name: ChunkName,
    { holder }: Lease,
    { reached, pushed, notPushed, counts }: ChunkProgress,
    outcomes: readonly TargetOutcome[],
  ): Promise<boolean> {
    const known = this.#chunks.get(keyOf(name));
    if (known?.lease.holder !== holder) return false;
    known.progress = {
      ...known.progress,
      reached,
      pushed,
      notPushed,
      counts,
      listed: withOutcomes(known.progress.listed, outcomes),
    };
    return true;
  }

  async recordOutcomes(name: ChunkName, outcomes: readonly TargetOutcome[]): Promise<void> {
    const known = this.#chunks.get(keyOf(name));
    if (known === undefined) throw new Error(`there is no chunk ${keyOf(name)}`);
    known.progress = { ...known.progress, listed: withOutcomes(known.progress.listed, outcomes) };
  }

  /** Chunks of the job `send`, by number. */
  ofMessage(messageId: string): ChunkProgress[] {
    return [...this.#chunks]
      .filter(([key]) => key.startsWith(keyOf({ messageId, job: 'send', chunk: 0 }).slice(0, -1)))
      .map(([, { progress }]) => structuredClone(progress));
  }
}

export class MemoryReceipts implements ReceiptStore {
  readonly #receipts = new Map<string, Receipt[]>();

  async add(
    { messageId }: Pick<ReportedMessage, 'messageId' | 'isToMany'>,
    receipt: Receipt,
  ): Promise<'new' | 'known' | 'too_many'> {
    const known = this.ofMessage(messageId);
    const isSame = ({ userId, deviceId, event }: Receipt) =>
      userId === receipt.userId && deviceId === receipt.deviceId && event === receipt.event;
    if (known.some(isSame)) return 'known';
    const ofUser = known.filter(({ userId }) => userId === receipt.userId).map(({ deviceId }) => deviceId);
    if (new Set([...ofUser, receipt.deviceId]).size > maxDevices) return 'too_many';
    this.#receipts.set(messageId, [...known, receipt]);
    return 'new';
  }

  ofMessage(messageId: string): Receipt[] {
    return this.#receipts.get(messageId) ?? [];
  }
}

export class MemoryMessages implements MessageStore {
  readonly #records = new Map<string, MessageRecord>();
  readonly #newest = new Map<string, string>();
  readonly #chunks: MemoryChunks;
  readonly #receipts: MemoryReceipts;

  constructor(chunks: MemoryChunks, receipts: MemoryReceipts) {
    this.#chunks = chunks;
    this.#receipts = receipts;
  }

  /** How many messages are kept. */
  get size(): number {
    return this.#records.size;
  }

  async put(record: MessageRecord, decided?: Decided): Promise<void> {
    const facts = decided && encodeDecided(decided, record.to);
    this.#records.set(record.messageId, structuredClone({ ...record, ...(facts && { facts }) }));
  }

  async putMissing(record: MessageRecord): Promise<void> {
    if (!this.#records.has(record.messageId)) this.#records.set(record.messageId, structuredClone(record));
  }

  async find(messageId: string): Promise<MessageRecord | undefined> {
    return structuredClone(this.#records.get(messageId));
  }

  async report(messageId: string): Promise<MessageOverview | undefined> {
    const record = await this.find(messageId);
    if (record === undefined) return undefined;
    const receipts = this.#receipts
      .ofMessage(messageId)
      .map(({ userId, deviceId, event, at }) => ({ userId, deviceId, times: { [event]: at } }));
    return { record, chunks: this.#chunks.ofMessage(messageId), receipts };
  }

  async recordOutcomes(
    messageId: string,
    outcomes: readonly TargetOutcome[],
    events: readonly TimelineEvent[],
  ): Promise<void> {
    const record = this.#records.get(messageId);
    if (record === undefined) throw new Error(`there is no message ${messageId}`);
    record.targets = withOutcomes(record.targets, outcomes);
    record.timeline.push(...events);
  }

  async recordExpansion(messageId: string, job: JobKind, expansion: Expansion): Promise<void> {
    const record = this.#records.get(messageId);
    if (record === undefined || (record.expansions?.[job]?.chunks ?? 0) > expansion.chunks) return;
    record.expansions = { ...record.expansions, [job]: expansion };
  }

  async recall(messageId: string, mode: RecallMode, nowMs: number) {
    const record = this.#records.get(messageId);
    if (record === undefined) return undefined;
    const modes = record.recallModes ?? new Set();
    record.recallModes = new Set([...modes, mode]);
    if (record.recalledAtMs === undefined) {
      record.recalledAtMs = nowMs;
      record.timeline.push({ at: isoTime(nowMs), event: 'recalled' });
    }
    return { record: structuredClone(record), isRepeated: modes.has(mode) };
  }

  async putNewest(apnsCollapseId: string, messageId: string): Promise<void> {
    this.#newest.set(apnsCollapseId, messageId);
  }

  async findNewest(apnsCollapseId: string): Promise<string | undefined> {
    return this.#newest.get(apnsCollapseId);
  }
}

export class MemoryFacts implements FactStore {
  readonly #facts = new Map<string, Uint8Array[]>();

  async put({ messageId }: ChunkName, _first: number, decided: readonly Decided[]): Promise<void> {
    const known = this.#facts.get(messageId) ?? [];
    this.#facts.set(messageId, [...known, ...decided.map((each) => encodeDecided(each, []))]);
  }

  async find(record: MessageRecord): Promise<Moment[]> {
    const facts = isToMany(record) ? this.#facts.get(record.messageId) : record.facts && [record.facts];
    return (facts ?? []).flatMap((bytes) => decodeMoment(bytes, isToMany(record) ? [] : record.to) ?? []);
  }
}

export class MemoryDeliveryQueue implements DeliveryQueue {
  /** Oldest first. */
  readonly enqueued: QueuedTask[] = [];

  async enqueue(tasks: readonly QueuedTask[]): Promise<void> {
    this.enqueued.push(...structuredClone(tasks));
  }

  /** Takes the tasks of one kind out of the queue. */
  take<K extends DeliveryTask['task']>(kind: K): Extract<DeliveryTask, { task: K }>[] {
    const taken = this.enqueued.filter(({ task }) => task.task === kind);
    this.enqueued.splice(0, Number.POSITIVE_INFINITY, ...this.enqueued.filter(({ task }) => task.task !== kind));
    return taken.map(({ task }) => task as Extract<DeliveryTask, { task: K }>);
  }
}

export class MemoryStatistics implements StatisticsStore {
  readonly #days = new Map<string, readonly TargetCounts[]>();
  readonly #phones = new Map<string, readonly PhoneCounts[]>();

  async add(
    nowMs: number,
    counts: readonly TargetCounts[],
    phones: readonly PhoneCounts[] = [],
    atMs = nowMs,
  ): Promise<void> {
    const day = dayOf(atMs);
    this.#days.set(day, mergeCounts([...(this.#days.get(day) ?? []), ...counts]));
    this.#phones.set(day, mergePhones([...(this.#phones.get(day) ?? []), ...phones]));
  }

  async read(days: readonly string[]): Promise<Statistics> {
    return {
      apps: days.flatMap((day) => (this.#days.get(day) ?? []).map((counts) => ({ day, ...counts }))),
      phones: days.flatMap((day) => (this.#phones.get(day) ?? []).map((counts) => ({ day, ...counts }))),
    };
  }
}

export class MemoryIdempotency implements IdempotencyStore {
  readonly #records = new Map<string, KeyRecord>();

  async claim(scope: readonly string[], record: KeyRecord): Promise<KeyRecord | undefined> {
    const known = this.#records.get(scope.join('\n'));
    if (known === undefined) this.#records.set(scope.join('\n'), { ...record });
    return known && { ...known };
  }

  async takeOver(scope: readonly string[], dead: KeyRecord, runsUntilMs: number): Promise<boolean> {
    const known = this.#records.get(scope.join('\n'));
    if (known === undefined || known.answer !== undefined || known.runsUntilMs !== dead.runsUntilMs) return false;
    known.runsUntilMs = runsUntilMs;
    return true;
  }

  async finish(scope: readonly string[], answer: string): Promise<void> {
    const known = this.#records.get(scope.join('\n'));
    if (known !== undefined) known.answer = answer;
  }

  async free(scope: readonly string[]): Promise<void> {
    this.#records.delete(scope.join('\n'));
  }

  async abandon(scope: readonly string[]): Promise<void> {
    const known = this.#records.get(scope.join('\n'));
    if (known !== undefined) known.runsUntilMs = 0;
  }
}

function keyOf({ messageId, job, chunk }: ChunkName): string {
  return `${messageId} ${job} ${chunk}`;
}

function withOutcomes(known: readonly TargetOutcome[], outcomes: readonly TargetOutcome[]): TargetOutcome[] {
  const nameOf = ({ userId, deviceId, kind }: TargetOutcome) => JSON.stringify([userId, deviceId, kind]);
  const replaced = new Set(outcomes.map(nameOf));
  return [...known.filter((target) => !replaced.has(nameOf(target))), ...structuredClone([...outcomes])];
}
