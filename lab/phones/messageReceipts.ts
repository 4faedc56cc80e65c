import type { ReceiptEvent } from '../../shared/push/rules/receipt.ts';
import type { AppApi, MessageReceipt } from './appApi.ts';
import type { MessagePush } from './messagePush.ts';
import type { PhoneClock } from './phoneClock.ts';

/** The server stores a message once Apple has answered for all its targets: a receipt may arrive before that. */
const againMs = 2_000;
const maxAttempts = 5;

export interface MessageReceiptsPorts {
  clock: PhoneClock;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api?: AppApi | undefined;
}

interface Unsaid extends Omit<MessageReceipt, 'ageMs'> {
  /** When it happened, by the clock that nobody sets. */
  steadyMs: number;
  /** Ticket of its push. */
  ticket?: string | undefined;
  attempts: number;
}

/**
 * Reports of the app and its extension about the messages that they got: by the ticket of the push, or without one by
 * the user's login.
 */
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
  note({ messageId, receipt: ticket }: MessagePush, ...events: readonly ReceiptEvent[]): void {
    const { clock, deviceId } = this.#ports;
    const at = new Date(clock.nowMs()).toISOString();
    for (const event of events) {
      const name = `${messageId} ${event}`;
      if (this.#noted.has(name)) continue;
      this.#noted.add(name);
      this.#unsaid.push({ messageId, deviceId, event, at, steadyMs: clock.steadyNowMs(), ticket, attempts: 0 });
    }
  }

  /** Sends the unsent reports. What the server does not accept now is sent again later, a few times. */
  async say(): Promise<void> {
    const { clock } = this.#ports;
    const receipts = this.#unsaid;
    this.#unsaid = [];
    const withoutTicket = receipts.filter(({ ticket }) => ticket === undefined);
    const refused = (
      await Promise.all([
        this.#sayByLogin(withoutTicket),
        ...receipts.flatMap((receipt) => (receipt.ticket === undefined ? [] : [this.#sayByTicket(receipt)])),
      ])
    ).flat();
    const open = refused.filter(({ attempts }) => attempts + 1 < maxAttempts);
    if (open.length === 0) return;
    this.#unsaid.push(...open.map((receipt) => ({ ...receipt, attempts: receipt.attempts + 1 })));
    this.#cancelAgain();
    this.#cancelAgain = clock.after(againMs, () => void this.say());
  }

  /** @returns those that the server does not know yet, or all of them if it did not answer. */
  async #sayByLogin(receipts: readonly Unsaid[]): Promise<readonly Unsaid[]> {
    const { api } = this.#ports;
    if (!api || receipts.length === 0) return [];
    const said = receipts.map(({ attempts: _, ticket: __, steadyMs, ...receipt }) => ({
      ...receipt,
      ageMs: this.#ageMs(steadyMs),
    }));
    const answer = await api.reportMessages(said);
    return answer.ok ? receipts.filter(({ messageId }) => answer.value.unknown.includes(messageId)) : receipts;
  }

  /** @returns the receipt if the server did not answer. */
  async #sayByTicket(receipt: Unsaid): Promise<readonly Unsaid[]> {
    const { ticket = '', event, at, steadyMs } = receipt;
    const answer = await this.#ports.api?.reportByTicket(ticket, event, { at, ageMs: this.#ageMs(steadyMs) });
    const isFinal = answer === undefined || answer.ok || (answer.status !== undefined && answer.status < 500);
    return isFinal ? [] : [receipt];
  }

  #ageMs(steadyMs: number): number {
    return this.#ports.clock.steadyNowMs() - steadyMs;
  }

  /** Ends its timer. Unsent reports stay unsent until the next time. */
  stop(): void {
    this.#cancelAgain();
  }
}
