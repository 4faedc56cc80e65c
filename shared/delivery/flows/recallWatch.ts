import type { MessageStore } from '../../messages/ports.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import type { Clock } from '../../platform/ports.ts';

/** How often the message is read again while it is pushed. */
const recheckMs = 1000;

interface RecallWatchPorts {
  clock: Pick<Clock, 'nowMs'>;
  messages: Pick<MessageStore, 'find'>;
}

/** Whether a message is recalled while a worker pushes it. */
export class RecallWatch {
  readonly #ports: RecallWatchPorts;
  readonly #messageId: string;
  #isRecalled: boolean;
  #readAtMs: number;

  constructor(ports: RecallWatchPorts, record: MessageRecord) {
    this.#ports = ports;
    this.#messageId = record.messageId;
    this.#isRecalled = record.recalledAtMs !== undefined;
    this.#readAtMs = ports.clock.nowMs();
  }

  get isRecalled(): boolean {
    return this.#isRecalled;
  }

  /** Reads the message once a second, and holds nothing up meanwhile. */
  look(): void {
    const nowMs = this.#ports.clock.nowMs();
    if (this.#isRecalled || nowMs - this.#readAtMs < recheckMs) return;
    this.#readAtMs = nowMs;
    this.#ports.messages.find(this.#messageId).then(
      (record) => {
        // Never back: an earlier read may be answered after the one that found the recall.
        if (record?.recalledAtMs !== undefined) this.#isRecalled = true;
      },
      // It is read again in a second.
      () => {},
    );
  }
}
