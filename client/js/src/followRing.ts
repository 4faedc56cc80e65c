/** Follows one ring to its end: over the ring channel where the stage has one, else by asking. */
import { steadyNowMs } from './ages.ts';
import { type LiveChannel, listenToRing, type OpenSocket, type RingChannelEvent } from './ringChannel.ts';
import type { RingpostClient } from './types.ts';

/** What became of a ring, as this phone should show it. */
export type RingState = Omit<RingChannelEvent, 'exceptions'>;

export interface FollowRingOptions {
  client: Pick<RingpostClient, 'getRing'>;
  /** From the payload of the ring: `callId`, `ticket`, `live`, and `sentAt` and `expiresAt` (epoch seconds). */
  ring: { callId: string; ticket: string; sentAt: number; expiresAt: number; live?: LiveChannel | undefined };
  deviceId: string;
  /**
   * Called with each change. With `endedReason` the ring is over, and nothing follows: report that reason to CallKit.
   * Without, the phone rings on and shows the new values.
   */
  onState(state: RingState): void;
  /** By default the platform's WebSocket. */
  openSocket?: OpenSocket;
  /** For tests: runs something later. @returns what cancels it. */
  after?(ms: number, run: () => void): () => void;
  /** For tests: milliseconds, by a clock that nobody sets. */
  steadyNowMs?(): number;
}

/** How long the channel may take before the phone asks. */
const listeningMs = 2_000;
/** How long a phone without the channel waits before it asks again. Most rings that end early end within seconds. */
const askPauseMs = (elapsedMs: number) => (elapsedMs < 5_000 ? 1_000 : 3_000);
/** A network that is gone does not close a socket, so even a phone that listens asks now and then. */
const checkPauseMs = 60_000;
/** CallKit's `unanswered`. */
const unanswered = 3;

/**
 * Call it when the push comes: the ring time counts from now. The date and time of the phone have no part in it, because they may be
 * wrong. Whether the push came late, the server says.
 * @returns what stops following, as when the user answers or declines.
 * @throws RangeError without the times of the push.
 */
export function followRing(options: FollowRingOptions): () => void {
  const { client, ring, deviceId, onState, openSocket, after = later, steadyNowMs: nowMs = steadyNowMs } = options;
  const ringMs = (ring.expiresAt - ring.sentAt) * 1000;
  if (!Number.isFinite(ringMs))
    throw new RangeError('followRing needs sentAt and expiresAt of the push, in epoch seconds.');
  const beganMs = nowMs();
  const cancels: (() => void)[] = [];
  let isOver = false;
  let isAsking = false;
  let stopListening: (() => void) | undefined;
  let shown = '';

  const stop = () => {
    isOver = true;
    stopListening?.();
    for (const cancel of cancels.splice(0)) cancel();
  };
  const take = (state: RingState) => {
    if (isOver) return;
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    if (state.endedReason !== undefined) stop();
    onState(state);
  };
  const timeOut = () => take({ callId: ring.callId, state: 'timedOut', endedReason: unanswered });
  const schedule = (ms: number, run: () => void) => cancels.push(after(ms, () => !isOver && run()));

  /** @returns false if the ticket is refused: no later answer will be better. */
  const ask = async (): Promise<boolean> => {
    const answer = await client.getRing({ ticket: ring.ticket });
    if (answer.ok) {
      take(answer.value);
      return true;
    }
    if (answer.status === 410) timeOut();
    return answer.status < 400 || answer.status === 429 || answer.status >= 500;
  };
  const keepAsking = () => {
    if (isOver || isAsking) return;
    isAsking = true;
    stopListening?.();
    const again = async () => {
      const mayAskAgain = await ask();
      if (isOver || !mayAskAgain) return;
      schedule(askPauseMs(nowMs() - beganMs), again);
    };
    void again();
  };
  const check = () => {
    if (isAsking) return;
    void ask();
    schedule(checkPauseMs, check);
  };

  schedule(Math.max(ringMs, 0), timeOut);
  if (ring.live === undefined) {
    keepAsking();
    return stop;
  }
  let isListening = false;
  const listener = {
    onListening: () => {
      isListening = true;
      check();
    },
    onEvent: ({ exceptions = [], endedReason, ...state }: RingChannelEvent) => {
      if (state.callId !== ring.callId) return;
      const own = exceptions.find((exception) => exception.deviceId === deviceId);
      const reason = own === undefined ? endedReason : own.endedReason;
      take({ ...state, ...(reason !== undefined && { endedReason: reason }) });
    },
    onLost: keepAsking,
  };
  try {
    stopListening = listenToRing(ring.live, ring.ticket, listener, openSocket);
  } catch {
    // The platform has no WebSocket, or the address is not one.
    keepAsking();
    return stop;
  }
  schedule(listeningMs, () => !isListening && keepAsking());
  return stop;
}

function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
