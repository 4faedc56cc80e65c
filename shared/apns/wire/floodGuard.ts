import type { Clock } from '../../platform/ports.ts';
import { ConnectionError, errorCodes } from './protocol.ts';

/** How many useless frames are allowed at first; each request and each second allow some more. */
const framesAtFirst = 1000;
const framesPerRequest = 10;
const framesPerSecond = 100;
const maxFrames = 20_000;

/**
 * Counts frames that cost work without any use: pings, settings, window updates that nobody waits for, empty data,
 * unknown types (RFC 9113, 10.5). An honest server sends a few for each request.
 */
export class FloodGuard {
  readonly #clock: Pick<Clock, 'nowMs'>;
  #allowed = framesAtFirst;
  #refilledAtMs: number;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
    this.#refilledAtMs = clock.nowMs();
  }

  /** @throws ConnectionError if there were too many. */
  count(): void {
    if (this.#allowed <= 0) this.#refill();
    if (this.#allowed <= 0) throw new ConnectionError(errorCodes.enhanceYourCalm, 'too many frames that say nothing');
    this.#allowed -= 1;
  }

  requestSent(): void {
    this.#allow(framesPerRequest);
  }

  #refill(): void {
    const nowMs = this.#clock.nowMs();
    const frames = Math.floor((Math.max(nowMs - this.#refilledAtMs, 0) * framesPerSecond) / 1000);
    if (frames === 0) return;
    this.#refilledAtMs = nowMs;
    this.#allow(frames);
  }

  #allow(frames: number): void {
    this.#allowed = Math.min(this.#allowed + frames, maxFrames);
  }
}
