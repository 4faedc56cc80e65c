import type { Clock } from '../../platform/ports.ts';
import type { Proof } from './connection.ts';
import type { ProviderToken, ProviderTokens } from './providerToken.ts';

/**
 * APNs accepts one new token in 20 minutes on a connection (Apple: "Establishing a token-based connection to APNs"). It
 * uses its own clock, hence one minute more.
 */
const keptMs = 21 * 60_000;
/** APNs rejects tokens older than 60 minutes, and closes the connection: no request leaves with one of 55. */
const oldestMs = 55 * 60_000;

/**
 * The provider token of one connection: the first one is kept for at least 21 minutes, whatever the time of day. The
 * time counts from the first answer rather than from the first request: a request may be held in a frozen function, and
 * APNs sees its token when the function goes on.
 */
export class ConnectionToken implements Proof {
  readonly #tokens: Pick<ProviderTokens, 'latestAt'>;
  readonly #clock: Pick<Clock, 'nowMs'>;
  #held: ProviderToken | undefined;
  /** When APNs was first known to have seen the held token. */
  #seenAtMs: number | undefined;

  constructor(tokens: Pick<ProviderTokens, 'latestAt'>, clock: Pick<Clock, 'nowMs'>) {
    this.#tokens = tokens;
    this.#clock = clock;
  }

  get isSpent(): boolean {
    const nowMs = this.#clock.nowMs();
    return this.#held !== undefined && nowMs - this.#held.issuedAtMs >= oldestMs && !this.#mayChangeAt(nowMs);
  }

  header(): string {
    const nowMs = this.#clock.nowMs();
    const latest = this.#tokens.latestAt(nowMs);
    // A clock that is set back must not bring back an older token.
    const isNewer = this.#held === undefined || latest.issuedAtMs > this.#held.issuedAtMs;
    if (this.#held !== undefined && !(isNewer && this.#mayChangeAt(nowMs))) return this.#held.header;
    this.#held = latest;
    this.#seenAtMs = undefined;
    return latest.header;
  }

  answered(header: string): void {
    if (this.#seenAtMs === undefined && header === this.#held?.header) this.#seenAtMs = this.#clock.nowMs();
  }

  #mayChangeAt(nowMs: number): boolean {
    return this.#seenAtMs !== undefined && nowMs - this.#seenAtMs >= keptMs;
  }
}
