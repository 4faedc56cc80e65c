/**
 * Distinguishes tokens that have died, one here and one there, from a host that begins to refuse what was good: because
 * of a fault at Apple, or because we talk to the wrong host or with the wrong credential. Pure: the time is handed in.
 */

/** What was refused longer ago says nothing about now. */
export const burstWindowMs = 5 * 60 * 1000;
/** Fewer users than this may well have lost a phone in the same minutes. */
export const burstUsers = 5;
/** More are not remembered, so that a host that has recovered is believed again after as many accepted pushes. */
const maxUsers = 2 * burstUsers;

/**
 * What speaks against one host: the users whose proven tokens it has refused lately. A token that was never accepted may
 * be made up, so its refusal says nothing about the host; and however many tokens one user has, they are one voice. Each
 * push that the host accepts speaks for it, and takes one user away. So what counts is by how many users the refusals of
 * the last stretch outnumber the accepted pushes, and not what went well before it: after an hour without a fault, a
 * fault is known as soon as after a quiet one.
 */
export class RejectionWindow {
  /** When each user's token was refused, longest ago first. */
  readonly #refused = new Map<string, number>();

  accepted(userId: string): void {
    if (this.#refused.size > 0 && !this.#refused.delete(userId)) this.#forgetOldest();
  }

  refused(userId: string, nowMs: number): void {
    this.#refused.delete(userId);
    this.#refused.set(userId, nowMs);
    if (this.#refused.size > maxUsers) this.#forgetOldest();
  }

  isBurst(nowMs: number): boolean {
    this.#forgetOld(nowMs);
    return this.#refused.size >= burstUsers;
  }

  /** Whether the refusal of this user still counts. */
  counts(userId: string, nowMs: number): boolean {
    this.#forgetOld(nowMs);
    return this.#refused.has(userId);
  }

  #forgetOld(nowMs: number): void {
    for (const [userId, refusedAtMs] of this.#refused) {
      if (nowMs - refusedAtMs < burstWindowMs) break;
      this.#refused.delete(userId);
    }
  }

  #forgetOldest(): void {
    for (const userId of this.#refused.keys()) {
      this.#refused.delete(userId);
      break;
    }
  }
}
