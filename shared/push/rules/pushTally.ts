/** Sums up many pushes, so that a task has one log line and a few metrics, however many pushes it makes. */
import type { ApnsEnvironment, AppleTokenKind } from '../../devices/rules/device.ts';

/** Pushes of one kind to one host, that APNs accepted. */
export interface AcceptedPushes {
  environment: ApnsEnvironment;
  kind: AppleTokenKind;
  count: number;
}

/** How many pushes one host has judged, and how many of them it has rejected for good. */
export interface JudgedPushes {
  environment: ApnsEnvironment;
  pushes: number;
  rejected: number;
}

export class PushTally {
  readonly #accepted: AcceptedPushes[] = [];
  /** Pushes that are counted one by one. */
  readonly #single: JudgedPushes[] = [];
  /** Consecutive pushes are usually alike. */
  #last: AcceptedPushes | undefined;

  accept(environment: ApnsEnvironment, kind: AppleTokenKind): void {
    if (this.#last?.environment !== environment || this.#last.kind !== kind)
      this.#last = this.#entry(environment, kind);
    this.#last.count += 1;
  }

  /** A push that is counted by itself, and only adds to what its host has judged. */
  judge(environment: ApnsEnvironment, isRejected: boolean): void {
    this.#single.push({ environment, pushes: 1, rejected: isRejected ? 1 : 0 });
  }

  get accepted(): readonly AcceptedPushes[] {
    return this.#accepted;
  }

  get judged(): JudgedPushes[] {
    const many = this.#accepted.map(({ environment, count }) => ({ environment, pushes: count, rejected: 0 }));
    const byHost = Map.groupBy([...many, ...this.#single], ({ environment }) => environment);
    return [...byHost].map(([environment, judged]) => ({
      environment,
      pushes: judged.reduce((sum, { pushes }) => sum + pushes, 0),
      rejected: judged.reduce((sum, { rejected }) => sum + rejected, 0),
    }));
  }

  #entry(environment: ApnsEnvironment, kind: AppleTokenKind): AcceptedPushes {
    const known = this.#accepted.find((other) => other.environment === environment && other.kind === kind);
    if (known !== undefined) return known;
    const made = { environment, kind, count: 0 };
    this.#accepted.push(made);
    return made;
  }
}
