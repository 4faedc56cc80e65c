/** The smaller stores in memory, and the queue. The tests of the real stores run against these, too. */
import type {
  BadgeStore,
  CallRecord,
  CallStore,
  MessageRecord,
  MessageStore,
  Profile,
  ProfileStore,
  RetryQueue,
  RetryTask,
  TimelineEvent,
} from '../../shared/flows/ports.ts';
import type { Call } from '../../shared/rules/call.ts';
import type { TargetOutcome } from '../../shared/rules/targetOutcome.ts';

export class MemoryProfiles implements ProfileStore {
  readonly #profiles = new Map<string, Profile>();

  async find(userId: string): Promise<Profile> {
    return { ...this.#profiles.get(userId) };
  }

  async replace(userId: string, profile: Profile): Promise<void> {
    this.#profiles.set(userId, { ...profile });
  }
}

export class MemoryBadges implements BadgeStore {
  readonly #counters = new Map<string, number>();

  async increment(userId: string, appId: string): Promise<number> {
    const badge = (this.#counters.get(`${userId} ${appId}`) ?? 0) + 1;
    this.#counters.set(`${userId} ${appId}`, badge);
    return badge;
  }

  async set(userId: string, appId: string, value: number): Promise<void> {
    this.#counters.set(`${userId} ${appId}`, value);
  }
}

export class MemoryMessages implements MessageStore {
  readonly #records = new Map<string, MessageRecord>();

  /** How many messages are kept. */
  get size(): number {
    return this.#records.size;
  }

  async put(record: MessageRecord): Promise<void> {
    this.#records.set(record.messageId, structuredClone(record));
  }

  async find(messageId: string): Promise<MessageRecord | undefined> {
    return structuredClone(this.#records.get(messageId));
  }

  async recordOutcome(messageId: string, outcome: TargetOutcome, event: TimelineEvent): Promise<void> {
    const record = this.#records.get(messageId);
    if (record === undefined) throw new Error(`there is no message ${messageId}`);
    const isSame = ({ userId, deviceId, kind }: TargetOutcome) =>
      userId === outcome.userId && deviceId === outcome.deviceId && kind === outcome.kind;
    record.targets = [...record.targets.filter((target) => !isSame(target)), outcome];
    record.timeline.push(event);
  }
}

export class MemoryCalls implements CallStore {
  readonly #records = new Map<string, CallRecord>();

  async create(record: CallRecord): Promise<boolean> {
    if (this.#records.has(record.call.callId)) return false;
    this.#records.set(record.call.callId, structuredClone(record));
    return true;
  }

  async find(callId: string): Promise<CallRecord | undefined> {
    return structuredClone(this.#records.get(callId));
  }

  async replaceState(call: Call, readVersion: number): Promise<boolean> {
    const record = this.#records.get(call.callId);
    if (record?.call.version !== readVersion) return false;
    record.call = structuredClone(call);
    return true;
  }

  async recordTargets(callId: string, targets: readonly TargetOutcome[]): Promise<void> {
    const record = this.#records.get(callId);
    if (record !== undefined) record.targets = structuredClone([...targets]);
  }
}

export class MemoryRetryQueue implements RetryQueue {
  /** Oldest first. */
  readonly enqueued: { task: RetryTask; delaySeconds: number }[] = [];

  async enqueue(tasks: readonly { task: RetryTask; delaySeconds: number }[]): Promise<void> {
    this.enqueued.push(...structuredClone(tasks));
  }
}
