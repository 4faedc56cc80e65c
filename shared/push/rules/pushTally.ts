/** Sums up many pushes, so that a task has one log line and a few metrics, however many pushes it makes. */
import type { ApnsEnvironment, TokenKind } from '../../devices/rules/device.ts';

/** Pushes of one kind to one host, that APNs accepted. */
export interface AcceptedPushes {
  environment: ApnsEnvironment;
  kind: TokenKind;
  count: number;
}

export class PushTally {
  readonly #accepted: AcceptedPushes[] = [];
  /** Consecutive pushes are usually alike. */
  #last: AcceptedPushes | undefined;

  accepted(environment: ApnsEnvironment, kind: TokenKind): void {
    const last = this.#last;
    if (last !== undefined && last.environment === environment && last.kind === kind) last.count += 1;
    else this.#last = this.#counted(environment, kind);
  }

  /** What was summed up since the last time. */
  take(): AcceptedPushes[] {
    this.#last = undefined;
    return this.#accepted.splice(0);
  }

  #counted(environment: ApnsEnvironment, kind: TokenKind): AcceptedPushes {
    const known = this.#accepted.find((other) => other.environment === environment && other.kind === kind);
    if (known !== undefined) {
      known.count += 1;
      return known;
    }
    const made = { environment, kind, count: 1 };
    this.#accepted.push(made);
    return made;
  }
}
