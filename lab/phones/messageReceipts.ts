import type { ReceiptEvent } from '../../shared/push/rules/receipt.ts';
import type { TimerClock } from '../clock.ts';
import type { AppApi, MessageReceipt } from './appApi.ts';

/** The server stores a message once Apple has answered for all its targets: a receipt may arrive before that. */
const againMs = 2_000;
const maxAttempts = 5;

export interface MessageReceiptsPorts {
  clock: TimerClock;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api?: AppApi | undefined;
}

interface Unsaid extends MessageReceipt {
  attempts: number;
}

/** Reports of the app and its extension about the messages that they got, by `POST /v1/receipts`. */
export class MessageReceipts {
  readonly #ports: MessageReceiptsPorts;
  /** An event is noted only once. */
  readonly #noted = new Set<string>();
  #unsaid: Unsaid[] = [];
  #cancelAgain: () => void = () => {};

  constructor(ports: MessageReceiptsPorts) {
    this.#ports = ports;
  }

  /** Notes what happened to a message now, to be sent with the next {@link say}. */
  note(messageId: string, ...events: readonly ReceiptEvent[]): void {
    const { clock, deviceId } = this.#ports;
    const at = new Date(clock.nowMs()).toISOString();
    for (const event of events) {
      const name = `${messageId} ${event}`;
      if (this.#noted.has(name)) continue;
      this.#noted.add(name);
      this.#unsaid.push({ messageId, deviceId, event, at, attempts: 0 });
    }
  }

  /** Sends the unsent reports. What the server does not accept now is sent again later, a few times. */
  async say(): Promise<void> {
    const { api, clock } = this.#ports;
    const receipts = this.#unsaid;
    this.#unsaid = [];
    if (!api || receipts.length === 0) return;
    const answer = await api.reportMessages(receipts.map(({ attempts: _, ...receipt }) => receipt));
    const refused = answer.ok ? receipts.filter(({ messageId }) => answer.value.unknown.includes(messageId)) : receipts;
    const open = refused.filter(({ attempts }) => attempts + 1 < maxAttempts);
    if (open.length === 0) return;
    this.#unsaid.push(...open.map((receipt) => ({ ...receipt, attempts: receipt.attempts + 1 })));
    this.#cancelAgain();
    this.#cancelAgain = clock.after(againMs, () => void this.say());
  }

  /** Ends its timer. Unsent reports stay unsent until the next time. */
  stop(): void {
    this.#cancelAgain();
  }
}
