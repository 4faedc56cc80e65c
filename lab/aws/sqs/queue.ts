/**
 * A standard queue of SQS: delay, visibility, redrive to a dead-letter queue. In memory, and in a file where the lab keeps
 * its state (queueFile.ts): there is no retention period. No FIFO queues, and message groups do not make the queue fair.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
import { createHash, randomUUID } from 'node:crypto';
import type { TimerClock } from '../../clock.ts';
import type { Input } from '../protocol/jsonProtocol.ts';

export interface QueueSettings {
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  receiveWaitSeconds: number;
  maximumMessageBytes: number;
  /** Where a message goes once it has been received `maxReceiveCount` times. */
  redrive?: { deadLetterQueue: Queue; maxReceiveCount: number } | undefined;
}

export interface NewMessage {
  body: string;
  /** As on the wire; passed through. */
  messageAttributes?: Input | undefined;
  messageGroupId?: string | undefined;
  delaySeconds?: number | undefined;
}

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly messageAttributes?: Input | undefined;
  readonly messageGroupId?: string | undefined;
  readonly sentAtMs: number;
  /** Set on a message of a dead-letter queue: the ARN of the queue that it came from. */
  readonly deadLetterSourceArn?: string | undefined;
  /** Count over all queues that it has been in. */
  receiveCount: number;
  firstReceivedAtMs?: number | undefined;
}

export interface ReceivedMessage extends Message {
  readonly receiptHandle: string;
}

export interface ReceiveRequest {
  /** AWS: 10 for callers of the API; Lambda's event source mapping takes up to 10,000. */
  maxMessages: number;
  /** 0 to 20; the queue's own setting if absent. */
  waitSeconds?: number | undefined;
  visibilityTimeoutSeconds?: number | undefined;
  /** Ends the wait without messages. */
  signal?: AbortSignal | undefined;
}

export interface QueueCounts {
  visible: number;
  inFlight: number;
  delayed: number;
}

export type ChangeVisibilityOutcome = 'changed' | 'notInFlight' | 'unknownHandle';

export interface StoredMessage {
  message: Message;
  /** Received or delayed until this time, epoch milliseconds. */
  visibleAtMs: number;
  /** Handle of the latest receive: older ones are no longer valid. */
  receiptHandle?: string | undefined;
}

/** Keeps the contents of a queue beyond the process. */
export interface QueueKeeper {
  /** Contents of the queue when the previous process ended. Called once, before anything else. */
  load(): StoredMessage[];
  /** The message is new, or has changed. */
  put(stored: StoredMessage): void;
  remove(messageId: string): void;
}

interface Waiter {
  request: ReceiveRequest;
  resolve(messages: ReceivedMessage[]): void;
}

export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly createdAtMs: number;
  readonly #clock: TimerClock;
  readonly #keeper: QueueKeeper | undefined;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #waiters = new Set<Waiter>();
  #cancelWake: () => void = () => {};

  /** @param keeper without it, the contents end with the process. */
  constructor(name: string, arn: string, settings: QueueSettings, clock: TimerClock, keeper?: QueueKeeper) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
    this.#clock = clock;
    this.createdAtMs = clock.nowMs();
    this.#keeper = keeper;
    for (const stored of keeper?.load() ?? []) this.#messages.set(stored.message.messageId, this.#afterRestart(stored));
  }

  send(newMessage: NewMessage): Message {
    const { delaySeconds = this.settings.delaySeconds, ...rest } = newMessage;
    const message: Message = {
      ...rest,
      messageId: randomUUID(),
      md5OfBody: createHash('md5').update(newMessage.body).digest('hex'),
      sentAtMs: this.#clock.nowMs(),
      receiveCount: 0,
    };
    this.#store(message, this.#clock.nowMs() + delaySeconds * 1000);
    return message;
  }

  /** Answers as soon as there is one message, or with none after the wait. */
  receive(request: ReceiveRequest): Promise<ReceivedMessage[]> {
    const received = this.#take(request);
    const waitSeconds = request.waitSeconds ?? this.settings.receiveWaitSeconds;
    if (received.length > 0 || waitSeconds === 0 || request.signal?.aborted) return Promise.resolve(received);
    return new Promise((resolve) => {
      const finish = (messages: ReceivedMessage[]) => {
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#cancelWake();
        cancelTimeout();
        request.signal?.removeEventListener('abort', onAbort);
        resolve(messages);
      };
      const waiter: Waiter = { request, resolve: finish };
      const onAbort = () => finish([]);
      const cancelTimeout = this.#clock.after(waitSeconds * 1000, () => finish([]));
      request.signal?.addEventListener('abort', onAbort);
      this.#waiters.add(waiter);
      this.#wakeWaiters();
    });
  }

  /**
   * @returns false if the handle does not belong to this queue. A message that is deleted, or received since, is not
   *   an error.
   */
  delete(receiptHandle: string): boolean {
    const messageId = messageIdOf(receiptHandle);
    if (messageId === undefined) return false;
    if (this.#messages.get(messageId)?.receiptHandle === receiptHandle) this.#remove(messageId);
    return true;
  }

  /** @param timeoutSeconds from now; 0 makes the message visible again at once. */
  changeVisibility(receiptHandle: string, timeoutSeconds: number): ChangeVisibilityOutcome {
    const messageId = messageIdOf(receiptHandle);
    if (messageId === undefined) return 'unknownHandle';
    const stored = this.#messages.get(messageId);
    const now = this.#clock.nowMs();
    if (stored?.receiptHandle !== receiptHandle || stored.visibleAtMs <= now) return 'notInFlight';
    stored.visibleAtMs = now + timeoutSeconds * 1000;
    this.#keeper?.put(stored);
    this.#wakeWaiters();
    return 'changed';
  }

  purge(): void {
    for (const messageId of [...this.#messages.keys()]) this.#remove(messageId);
  }

  counts(): QueueCounts {
    const now = this.#clock.nowMs();
    const counts: QueueCounts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAtMs, receiptHandle } of this.#messages.values()) {
      if (visibleAtMs <= now) counts.visible += 1;
      else if (receiptHandle) counts.inFlight += 1;
      else counts.delayed += 1;
    }
    return counts;
  }

  /**
   * Sends the visible messages of this dead-letter queue to another queue, as new messages: StartMessageMoveTask.
   *
   * @param destinationOf the destination, by the ARN of the queue that a message came from; undefined: it stays.
   */
  moveAll(destinationOf: (sourceArn: string | undefined) => Queue | undefined): void {
    for (const { messageId, body, messageAttributes, messageGroupId, deadLetterSourceArn } of this.#visibleMessages()) {
      const target = destinationOf(deadLetterSourceArn);
      if (!target) continue;
      this.#remove(messageId);
      target.send({ body, messageAttributes, ...(messageGroupId && { messageGroupId }) });
    }
  }

  #visibleMessages(): Message[] {
    const now = this.#clock.nowMs();
    return [...this.#messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= now).map(({ message }) => message);
  }

  #store(message: Message, visibleAtMs: number): void {
    const stored = { message, visibleAtMs };
    this.#messages.set(message.messageId, stored);
    this.#keeper?.put(stored);
    this.#wakeWaiters();
  }

  #remove(messageId: string): void {
    this.#messages.delete(messageId);
    this.#keeper?.remove(messageId);
  }

  /**
   * The worker that received it ended with the lab. The message comes back once no claim of such a worker can still
   * hold: AWS asks for a visibility timeout of six times the worker's time limit, so after a sixth of it.
   */
  #afterRestart(stored: StoredMessage): StoredMessage {
    if (stored.receiptHandle === undefined) return stored;
    const afterWorkerMs = this.#clock.nowMs() + (this.settings.visibilityTimeoutSeconds * 1000) / 6;
    return { ...stored, visibleAtMs: Math.min(stored.visibleAtMs, afterWorkerMs) };
  }

  #take({ maxMessages, visibilityTimeoutSeconds }: ReceiveRequest): ReceivedMessage[] {
    const now = this.#clock.nowMs();
    const visibleAtMs = now + (visibilityTimeoutSeconds ?? this.settings.visibilityTimeoutSeconds) * 1000;
    const taken: ReceivedMessage[] = [];
    for (const stored of this.#messages.values()) {
      if (taken.length === maxMessages) break;
      if (stored.visibleAtMs > now || this.#movedToDeadLetters(stored)) continue;
      const { message } = stored;
      message.receiveCount += 1;
      message.firstReceivedAtMs ??= now;
      stored.visibleAtMs = visibleAtMs;
      stored.receiptHandle = `${message.messageId}:${randomUUID()}`;
      this.#keeper?.put(stored);
      taken.push({ ...message, receiptHandle: stored.receiptHandle });
    }
    return taken;
  }

  #movedToDeadLetters({ message }: StoredMessage): boolean {
    const { redrive } = this.settings;
    if (!redrive || message.receiveCount < redrive.maxReceiveCount) return false;
    redrive.deadLetterQueue.#store({ ...message, deadLetterSourceArn: this.arn }, this.#clock.nowMs());
    this.#remove(message.messageId);
    return true;
  }

  /** Serves waiting callers, and runs again when the next message becomes visible. */
  #wakeWaiters(): void {
    this.#cancelWake();
    for (const waiter of this.#waiters) {
      const received = this.#take(waiter.request);
      if (received.length === 0) break;
      waiter.resolve(received);
    }
    if (this.#waiters.size === 0 || this.#messages.size === 0) return;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { visibleAtMs } of this.#messages.values()) nextMs = Math.min(nextMs, visibleAtMs);
    this.#cancelWake = this.#clock.after(nextMs - this.#clock.nowMs(), () => this.#wakeWaiters());
  }
}

function messageIdOf(receiptHandle: string): string | undefined {
  return /^([\da-f-]{36}):[\da-f-]{36}$/.exec(receiptHandle)?.[1];
}
