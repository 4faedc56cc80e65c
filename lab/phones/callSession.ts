import type { CallState } from '../../shared/calls/rules/call.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';
import type { ApiAnswer, AppApi, CallAction, CallAnswer } from './appApi.ts';
import type { PhoneClock } from './phoneClock.ts';
import type { Ring, StoppedRing } from './ring.ts';
import type { LiveChannel } from './ringListener.ts';
import { type CallView, isOver } from './view.ts';

/**
 * How often the app polls the state of the call, where it cannot listen: most rings that end early end within seconds. No
 * push announces it, since each VoIP push is a call that it must report.
 */
const firstPollsMs = 5_000;
const firstPollMs = 500;
const laterPollMs = 3_000;
/** How long the app waits for the ring channel before it asks. */
const listeningMs = 2_000;
const answeredPollMs = 1_000;
/** Status of `ring_over`. */
const ticketIsOver = 410;

/**
 * How a call begins on this phone. `outgoing`: the phone starts it. `joined`: the user joins it while it goes on, and it
 * does not ring.
 */
export type CallStart = 'incoming' | 'outgoing' | 'joined';

export interface CallSessionPorts {
  clock: PhoneClock;
  userId?: string | undefined;
  deviceId: string;
  /** Without it nobody is logged in to the app: the call exists on this phone only. */
  api?: AppApi | undefined;
  onChange(): void;
}

/** One call on one phone, from its start to its end. */
export class CallSession {
  readonly #ports: CallSessionPorts;
  readonly #ticket: string | undefined;
  readonly #beganMs: number;
  #stopListening: (() => void) | undefined;
  #isListening = false;
  #isPolling = false;
  #call: CallView;
  #timers: (() => void)[] = [];
  #acting = false;
  #stopped = false;

  /** Shows the call from the payload alone, for its ring time. Whether it came too late to ring, the server says. */
  constructor({ ticket, live, ringSeconds, ...ring }: Ring, ports: CallSessionPorts, start: CallStart = 'incoming') {
    this.#ports = ports;
    this.#beganMs = ports.clock.steadyNowMs();
    this.#ticket = ticket;
    const ringMs = ringSeconds * 1000;
    const expiresAt = (this.#beganMs + ringMs) / 1000;
    this.#call = { ...ring, expiresAt, state: 'ringing', muted: false, held: false };
    if (start === 'joined') return;
    if (start === 'outgoing') {
      // Its deadline is the server's affair, whatever the phone's clock shows.
      this.#call = { ...this.#call, isOutgoing: true, isRingingThere: false };
      this.#startPolling();
      return;
    }
    this.#after(ringMs, () => this.#expire());
    if (ports.api && live && ticket !== undefined) this.#listen(ports.api, live, ticket);
    else this.#startPolling();
  }

  get call(): CallView {
    return this.#call;
  }

  get isOver(): boolean {
    return isOver(this.#call);
  }

  async answer(): Promise<void> {
    if (this.#ringsHere) await this.#act('answer', 'answered');
  }

  async decline(): Promise<void> {
    if (this.#ringsHere) await this.#act('decline', 'declined');
  }

  /** The app finds that its user is in another call. */
  async sayBusy(): Promise<void> {
    if (this.#ringsHere) await this.#act('busy', 'busy');
  }

  async end(): Promise<void> {
    if (this.#runs) await this.#act('end', 'ended');
    else if (this.#rings && this.#call.isOutgoing) await this.#act('cancel', 'cancelled');
  }

  toggleMuted(): void {
    if (this.#runs) this.#show({ muted: !this.#call.muted });
  }

  toggleHeld(): void {
    this.setHeld(!this.#call.held);
  }

  /** On this phone only: the server knows nothing of it. */
  setHeld(held: boolean): void {
    if (this.isHoldable && held !== this.#call.held) this.#show({ held });
  }

  toggleSpeaker(): void {
    const { speaker = this.#call.hasVideo } = this.#call;
    if (!this.isOver) this.#show({ speaker: !speaker });
  }

  get isHoldable(): boolean {
    return this.#runs && this.#call.supportsHolding;
  }

  /** The app could not start the call. */
  fail(): void {
    if (!this.isOver) this.#become({ state: 'failed', endedReason: 1 });
  }

  /** The app's process is gone, and CallKit ends its calls. Nothing is left to report to the server. */
  appDied(): void {
    if (!this.isOver) this.#become({ state: 'failed', endedReason: 1 });
    this.stop();
  }

  /** Reads the state of the call once: with the ring's ticket while it rings, and as the user afterwards. */
  async sync(): Promise<void> {
    const { api, deviceId } = this.#ports;
    const byTicket = this.#ticket !== undefined && this.#rings ? await api?.readRing(this.#ticket) : undefined;
    // A minute after its deadline: the push came late.
    if (byTicket?.ok === false && byTicket.status === ticketIsOver) return this.#expire();
    const answer = byTicket ?? (await api?.readCall(this.#call.callId, deviceId));
    if (answer?.ok) this.#take(answer.value);
  }

  /** A background push ends the ring. */
  hear({ callId, state, endedReason }: StoppedRing): void {
    if (callId === this.#call.callId && this.#rings) this.#take({ callId, state, endedReason });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimers();
  }

  get #rings(): boolean {
    return this.#call.state === 'ringing' && !this.isOver;
  }

  get #ringsHere(): boolean {
    return this.#rings && !this.#call.isOutgoing;
  }

  get #runs(): boolean {
    return this.#call.state === 'answered' && !this.isOver;
  }

  /** Listens first and asks then, so that nothing is missed in between. */
  #listen(api: AppApi, live: LiveChannel, ticket: string): void {
    const fallBack = () => {
      this.#isListening = false;
      this.#startPolling();
    };
    this.#stopListening = api.listenToRing(live, ticket, {
      onListening: () => {
        this.#isListening = true;
        void this.sync();
      },
      onEvent: ({ callId, state, endedReason, exceptions = [] }) => {
        const own = exceptions.find(({ deviceId }) => deviceId === this.#ports.deviceId);
        this.#take({ callId, state, endedReason: own === undefined ? endedReason : own.endedReason });
      },
      onLost: fallBack,
    });
    this.#after(listeningMs, () => !this.#isListening && this.#startPolling());
  }

  #startPolling(): void {
    if (this.#isPolling || this.#stopped || this.isOver || this.#ports.api === undefined) return;
    this.#isPolling = true;
    void this.#poll();
  }

  /** Polls until the call is over. A failed request is repeated: the network may come back. */
  async #poll(): Promise<void> {
    await this.sync();
    if (this.#stopped || this.isOver) return;
    if (this.#isListening && this.#rings) {
      this.#isPolling = false;
      return;
    }
    const ringMs = this.#ports.clock.steadyNowMs() - this.#beganMs < firstPollsMs ? firstPollMs : laterPollMs;
    this.#after(this.#call.state === 'ringing' ? ringMs : answeredPollMs, () => this.#poll());
  }

  #expire(): void {
    // While an answer is on its way, the server's reply to it decides.
    if (this.#call.state === 'ringing' && !this.#acting) this.#become({ state: 'timedOut', endedReason: 3 });
  }

  async #act(action: CallAction, stateWithoutServer: CallState): Promise<void> {
    const { api, deviceId } = this.#ports;
    if (!api) {
      this.#become({ state: stateWithoutServer });
      return;
    }
    if (this.#acting) return;
    this.#acting = true;
    const answer = await api.actOnCall(this.#call.callId, action, deviceId);
    this.#acting = false;
    if (this.#stopped) return;
    if (answer.ok) this.#take(answer.value);
    else if (answer.status === 409) await this.sync();

    if (answer.ok || this.isOver) return;
    if (action === 'answer') {
      // CallKit's answer action fails if the app cannot connect the call.
      this.#become({ state: 'failed', endedReason: 1 });
      return;
    }
    // The user's tap counts here at once; the server learns it as soon as it is reachable.
    this.#become({ state: stateWithoutServer });
    if (isWorthRepeating(answer)) this.#repeat(action);
  }

  #repeat(action: CallAction): void {
    this.#after(answeredPollMs, async () => {
      const answer = await this.#ports.api?.actOnCall(this.#call.callId, action, this.#ports.deviceId);
      if (answer && !this.#stopped && isWorthRepeating(answer)) this.#repeat(action);
    });
  }

  /** The server decides, but a late answer to an early request does not undo anything. */
  #take({ state: stateOfCall, endedReason, participants = [], timeline = [] }: CallAnswer): void {
    this.#noteReports(timeline);
    // In a group one callee may have answered while the phones of another still ring.
    const state = participants.find(({ userId }) => userId === this.#ports.userId)?.state ?? stateOfCall;
    const wouldRingAgain = state === 'ringing' && endedReason === undefined;
    if (this.#stopped || this.isOver || (wouldRingAgain && this.#call.state !== 'ringing')) return;
    this.#become({ state, endedReason });
  }

  /** The other side rings once one of its phones has reported the call to CallKit. */
  #noteReports(timeline: NonNullable<CallAnswer['timeline']>): void {
    if (this.#call.isRingingThere !== false || this.#stopped || this.isOver) return;
    if (timeline.some(({ event }) => event === 'callReported')) this.#show({ isRingingThere: true });
  }

  #become(change: { state: CallState; endedReason?: EndedReason | undefined }): void {
    if (change.state === this.#call.state && change.endedReason === this.#call.endedReason) return;
    const at = new Date(this.#ports.clock.nowMs()).toISOString();
    const over = isOver(change);
    if (over) this.#cancelTimers();
    this.#show({ ...change, ...(over ? { endedAt: at } : { answeredAt: at }) });
    if (over) return;
    // The ring is over: from here on the app asks as its user.
    this.#isListening = false;
    this.#stopListening?.();
    this.#startPolling();
  }

  #show(change: Partial<CallView>): void {
    this.#call = { ...this.#call, ...change };
    this.#ports.onChange();
  }

  #after(delayMs: number, task: () => void): void {
    if (!this.#stopped) this.#timers.push(this.#ports.clock.after(delayMs, task));
  }

  #cancelTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
    this.#stopListening?.();
  }
}

/** No answer, or a failure of the server: it has not accepted the action. */
function isWorthRepeating(answer: ApiAnswer<unknown>): boolean {
  return !answer.ok && (answer.status === undefined || answer.status >= 500);
}
