/**
 * Tells tokens that have died, one here and one there, from a host that begins to refuse what was good: because of a
 * fault at Apple, or because we talk to the wrong host or with the wrong credential (apns-facts 3, "Guard"). Pure: the
 * time is handed in.
 */

/** What was refused longer ago says nothing about now. */
export const burstWindowMs = 5 * 60 * 1000;
/** Fewer tokens than this may well have died in the same minutes: the old phones of one user, say. */
export const burstTokens = 5;
/** More are not remembered, so that a host that has recovered is believed again after as many accepted pushes. */
const mostTokens = 2 * burstTokens;

/**
 * What speaks against one host: the tokens that it has refused lately. Each push that it accepts speaks for it, and takes
 * one of them away. So what counts is by how many tokens the refusals of the last stretch outnumber the accepted pushes,
 * and not what went well before it: after an hour without a fault, a fault is known as soon as after a quiet one.
 */
export class RefusalWindow {
  /** When each token was refused, longest ago first. One that is refused again and again is still one token. */
  readonly #refused = new Map<string, number>();

  accepted(deviceToken: string): void {
    if (this.#refused.size > 0 && !this.#refused.delete(deviceToken)) this.#forgetOldest();
  }

  refused(deviceToken: string, nowMs: number): void {
    this.#refused.delete(deviceToken);
    this.#refused.set(deviceToken, nowMs);
    if (this.#refused.size > mostTokens) this.#forgetOldest();
  }

  isBurst(nowMs: number): boolean {
    this.#forgetOld(nowMs);
    return this.#refused.size >= burstTokens;
  }

  /** Whether the refusal of this token still counts. */
  counts(deviceToken: string, nowMs: number): boolean {
    this.#forgetOld(nowMs);
    return this.#refused.has(deviceToken);
  }

  #forgetOld(nowMs: number): void {
    for (const [deviceToken, refusedAtMs] of this.#refused) {
      if (nowMs - refusedAtMs < burstWindowMs) break;
      this.#refused.delete(deviceToken);
    }
  }

  #forgetOldest(): void {
    for (const deviceToken of this.#refused.keys()) {
      this.#refused.delete(deviceToken);
      break;
    }
  }
}
