import type { MessagePorts } from '../../messages/ports.ts';
import type { MessageRecord } from '../../messages/rules/record.ts';
import type { PlatformPorts } from '../../platform/ports.ts';

/** How often the message is read again while it is pushed. */
const recheckMs = 1000;

/** Whether a message is recalled while a worker pushes it. */
export class RecallWatch {
  readonly #ports: Pick<PlatformPorts, 'clock'> & Pick<MessagePorts, 'messages'>;
  readonly #messageId: string;
  #isRecalled: boolean;
  #readAtMs: number;

  constructor(ports: Pick<PlatformPorts, 'clock'> & Pick<MessagePorts, 'messages'>, record: MessageRecord) {
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
        this.#isRecalled = record?.recalledAtMs !== undefined;
      },
      // It is read again in a second.
      () => {},
    );
  }
}
