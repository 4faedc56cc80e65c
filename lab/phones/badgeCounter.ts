/** As `--data` stores it. */
export interface BadgeCounterRecord {
  /** Absent: this phone has not counted any message. */
  count?: number | undefined;
  /** Messages that were counted, oldest first. */
  messageIds: string[];
  /** Collapse IDs of the notifications that were counted since the app last set the number. */
  collapseIds: string[];
}

/** How many messages are remembered, so that one that comes twice counts once. */
const rememberedMessages = 500;

/**
 * The number that an app and its notification service extension count by themselves, for messages with
 * `badge: {"mode": "app"}`. The kit has the same rules (client/ios, BadgeCounter.swift).
 */
export class BadgeCounter {
  #record: BadgeCounterRecord;

  constructor(record: BadgeCounterRecord = { messageIds: [], collapseIds: [] }) {
    this.#record = record;
  }

  /** Undefined on a phone that has not counted any message. */
  get count(): number | undefined {
    return this.#record.messageIds.length === 0 ? undefined : this.#record.count;
  }

  /** The app knows what is unread. */
  set(count: number): void {
    this.#record = { ...this.#record, count, collapseIds: [] };
  }

  /**
   * One more, unless the phone has counted this message, or an unread one whose place it takes.
   * @returns the new number.
   */
  add(messageId: string, collapseId: string | undefined): number {
    const { count = 0, messageIds, collapseIds } = this.#record;
    if (messageIds.includes(messageId)) return count;
    const takesPlace = collapseId !== undefined && collapseIds.includes(collapseId);
    const added = takesPlace ? count : count + 1;
    this.#record = {
      count: added,
      messageIds: [...messageIds, messageId].slice(-rememberedMessages),
      collapseIds: takesPlace || collapseId === undefined ? collapseIds : [...collapseIds, collapseId],
    };
    return added;
  }

  record(): BadgeCounterRecord {
    return this.#record;
  }
}
