/**
 * Distinguishes single dead tokens from a host that begins to reject good ones: because of a fault at Apple, a wrong
 * host or a wrong credential. Pure: the time is a parameter.
 */

/** How long a rejection counts as evidence against the host. */
export const burstWindowMs = 5 * 60 * 1000;
/** How many users make a burst: fewer may well have lost a phone within the same minutes. */
export const burstUsers = 5;
/** At most this many are remembered, so that a recovered host is believed again after as many accepted pushes. */
const maxUsers = 2 * burstUsers;

/**
 * Evidence against one host: the users whose proven tokens it has rejected recently. A token that was never accepted
 * may be made up, so its rejection says nothing about the host; and all tokens of one user count once. Each push that
 * the host accepts is evidence for it, and removes one user. So what counts is by how many users the recent rejections
 * outnumber the accepted pushes, not the history before them: after an hour without faults, a fault is noticed as soon
 * as after a quiet one.
 */
export class RejectionWindow {
  /** When each user's token was rejected, longest ago first. */
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

  /** Whether the rejection of this user still counts. */
  counts(userId: string, nowMs: number): boolean {
    this.#forgetOld(nowMs);
    return this.#refused.has(userId);
  }

  #forgetOld(nowMs: number): void {
    for (const [userId, rejectedAtMs] of this.#refused) {
      if (nowMs - rejectedAtMs < burstWindowMs) break;
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
