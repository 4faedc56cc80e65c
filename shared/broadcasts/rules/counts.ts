/** Outcomes of many pushes, counted. */
import type { OutcomeName } from '../../push/rules/targetOutcome.ts';

export type FinalOutcome = Exclude<OutcomeName, 'retrying'>;

export interface BroadcastCounts {
  outcomes: Readonly<Partial<Record<FinalOutcome, number>>>;
  /** Why devices got nothing, by Ringpost's skip reason or Apple's reason. */
  reasons: Readonly<Record<string, number>>;
}

export const noCounts: BroadcastCounts = { outcomes: {}, reasons: {} };

/** Apple's reasons are a short list; an endless one would not fit into an item. */
const maxReasons = 40;

/** Counts while a task runs. */
export class Counter {
  readonly #outcomes: Partial<Record<FinalOutcome, number>>;
  readonly #reasons: Record<string, number>;

  constructor({ outcomes, reasons }: BroadcastCounts = noCounts) {
    this.#outcomes = { ...outcomes };
    this.#reasons = { ...reasons };
  }

  add(outcome: FinalOutcome, reason?: string, count = 1): void {
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + count;
    if (reason === undefined) return;
    const known = Object.hasOwn(this.#reasons, reason) || Object.keys(this.#reasons).length < maxReasons;
    const name = known ? reason : 'other';
    this.#reasons[name] = (this.#reasons[name] ?? 0) + count;
  }

  addAll({ outcomes, reasons }: BroadcastCounts): void {
    for (const [outcome, count] of Object.entries(outcomes)) this.add(outcome as FinalOutcome, undefined, count);
    for (const [reason, count] of Object.entries(reasons)) {
      this.#reasons[reason] = (this.#reasons[reason] ?? 0) + count;
    }
  }

  counts(): BroadcastCounts {
    return { outcomes: { ...this.#outcomes }, reasons: { ...this.#reasons } };
  }
}

/** Counts one result. Apple gives accepted pushes a reason of no interest. */
export function count(
  counter: Counter,
  { outcome, reason }: { outcome: FinalOutcome; reason?: string | undefined },
): void {
  counter.add(outcome, outcome === 'accepted' ? undefined : reason);
}
