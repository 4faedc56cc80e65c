import type { Credential } from '../../apns/rules/credential.ts';
import type { Clock } from '../../platform/ports.ts';

/** How old known credentials are when they are refreshed in the background. */
export const refreshAfterMs = 5 * 60 * 1000;
/** After a fetch that brought nothing new, or failed, there is a pause; each further one doubles it. */
export const firstPauseMs = 1000;
export const longestPauseMs = 30 * 1000;
/** How long callers wait for a fetch: a function that was frozen during one may never get its answer. */
export const fetchIsLostAfterMs = 5000;

/** One stored version of an app's credentials. */
export interface StoredVersion {
  credentials: readonly Credential[];
  /** Version of the secret; undefined if there is none. */
  versionId: string | undefined;
}

interface Fetch {
  done: Promise<void>;
  startedAtMs: number;
  /** It began after APNs had rejected a credential, so it includes earlier replacements. */
  isAfterRejection: boolean;
}

export interface CredentialCacheOptions {
  clock: Pick<Clock, 'nowMs'>;
  /** @param known which is not read again if it is still current. @throws Error if it cannot be fetched. */
  load(known: StoredVersion | undefined): Promise<StoredVersion>;
  onReplaced(credentials: readonly Credential[]): void;
  onFailure(error: unknown): void;
}

/**
 * The credentials of one app: fetched once for all concurrent callers, and kept while the function lives. Known ones
 * are used at once, while a newer version is fetched and also if the fetch fails.
 */
export class CredentialCache {
  readonly #options: CredentialCacheOptions;
  #known: StoredVersion | undefined;
  /** Why the last fetch failed. */
  #failure: unknown;
  #running: Fetch | undefined;
  #refreshAtMs = 0;
  #pauseUntilMs = 0;
  #pauses = 0;

  constructor(options: CredentialCacheOptions) {
    this.#options = options;
  }

  /** @throws Error, from the promise, if nothing is known and nothing can be fetched. */
  current(): readonly Credential[] | Promise<readonly Credential[]> {
    if (this.#known === undefined) return this.#first();
    if (this.#nowMs >= this.#refreshAtMs && this.#fetchUnderWay === undefined) this.#startFetch(false);
    return this.#known.credentials;
  }

  async afterRejection(refused: readonly Credential[]): Promise<readonly Credential[]> {
    if (this.#known === undefined || this.#known.credentials !== refused) return this.#known?.credentials ?? refused;
    const underWay = this.#fetchUnderWay;
    if (underWay?.isAfterRejection) await underWay.done;
    else if (this.#nowMs >= this.#pauseUntilMs) await this.#startFetch(true).done;
    return this.#known.credentials;
  }

  async #first(): Promise<readonly Credential[]> {
    const underWay = this.#fetchUnderWay;
    if (underWay) await underWay.done;
    else if (this.#nowMs >= this.#pauseUntilMs) await this.#startFetch(false).done;
    if (this.#known === undefined) throw this.#failure;
    return this.#known.credentials;
  }

  get #nowMs(): number {
    return this.#options.clock.nowMs();
  }

  get #fetchUnderWay(): Fetch | undefined {
    const running = this.#running;
    return running && this.#nowMs - running.startedAtMs < fetchIsLostAfterMs ? running : undefined;
  }

  #startFetch(isAfterRejection: boolean): Fetch {
    const fetch: Fetch = { done: Promise.resolve(), startedAtMs: this.#nowMs, isAfterRejection };
    this.#running = fetch;
    fetch.done = this.#options.load(this.#known).then(
      (loaded) => this.#take(fetch, loaded),
      (error: unknown) => this.#fail(fetch, error),
    );
    return fetch;
  }

  /** An abandoned fetch that still ends may bring outdated credentials. */
  #isCurrent(fetch: Fetch): boolean {
    if (this.#running !== fetch) return false;
    this.#running = undefined;
    return true;
  }

  #take(fetch: Fetch, loaded: StoredVersion): void {
    if (!this.#isCurrent(fetch)) return;
    this.#refreshAtMs = this.#nowMs + refreshAfterMs;
    const isNews = this.#known === undefined || this.#known.versionId !== loaded.versionId;
    if (!isNews) {
      if (fetch.isAfterRejection) this.#pause();
      return;
    }
    const isReplacement = this.#known !== undefined;
    this.#known = loaded;
    this.#pauses = 0;
    this.#pauseUntilMs = 0;
    if (isReplacement) this.#options.onReplaced(loaded.credentials);
  }

  #fail(fetch: Fetch, error: unknown): void {
    if (!this.#isCurrent(fetch)) return;
    this.#failure = error;
    this.#pause();
    this.#refreshAtMs = this.#pauseUntilMs;
    this.#options.onFailure(error);
  }

  #pause(): void {
    this.#pauseUntilMs = this.#nowMs + Math.min(firstPauseMs * 2 ** this.#pauses, longestPauseMs);
    this.#pauses += 1;
  }
}
