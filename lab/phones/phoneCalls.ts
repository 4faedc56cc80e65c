import type { AppApi } from './appApi.ts';
import { CallSession, type CallStart } from './callSession.ts';
import type { PhoneClock } from './phoneClock.ts';
import type { Ring, StoppedRing } from './ring.ts';
import type { CallView } from './view.ts';

export interface PhoneCallsPorts {
  clock: PhoneClock;
  userId?: string | undefined;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api?: AppApi | undefined;
  onChange(): void;
}

interface UnsaidReport {
  /** ISO 8601, UTC. */
  at: string;
  /** The same by the clock that nobody sets. */
  steadyMs: number;
  ticket?: string | undefined;
}

/** `mute`, `hold` and `speaker` toggle. */
export type CallButton =
  | 'answer'
  | 'decline'
  | 'busy'
  | 'mute'
  | 'hold'
  | 'speaker'
  | 'end'
  | 'holdAndAnswer'
  | 'endAndAnswer'
  | 'swap';

/**
 * The calls of one phone, as CallKit and the app have them: one, and a second beside it that rings while the first runs, or
 * is on hold. Any other call finds the phone busy.
 */
export class PhoneCalls {
  readonly #ports: PhoneCallsPorts;
  #session: CallSession | undefined;
  #second: CallSession | undefined;
  /** They are over, and another one took their place. The server may not know yet. */
  readonly #replaced = new Set<CallSession>();
  /** Whether the app's process runs. */
  #isAlive = true;
  /** Calls that CallKit has shown and that are not yet reported to the server, by call. */
  readonly #unsaidReports = new Map<string, UnsaidReport>();

  constructor(ports: PhoneCallsPorts) {
    this.#ports = ports;
  }

  /** It stays, with how it ended, until the next call or until it is cleared. */
  get shown(): CallView | undefined {
    return this.#session?.call;
  }

  /** A call beside it, which rings or is on hold. */
  get second(): CallView | undefined {
    return this.#second?.call;
  }

  get hasActiveCall(): boolean {
    return this.#session !== undefined && !this.#session.isOver;
  }

  /** The app reports a call to CallKit, and then to the server. */
  report(ring: Ring): void {
    const { clock } = this.#ports;
    const at = new Date(clock.nowMs()).toISOString();
    const report = { at, steadyMs: clock.steadyNowMs(), ticket: ring.ticket };
    this.#unsaidReports.set(ring.callId, report);
    this.#isAlive = true;
    this.#show(ring);
    void this.#sayReport(ring.callId, report);
  }

  /** The app joins a call that an alert rang for: it shows the call itself, and has nothing to report. */
  join(ring: Ring): void {
    this.#isAlive = true;
    this.#show(ring);
  }

  /** The app starts a call (CXStartCallAction). @returns false if the phone is in a call. */
  place(call: Ring): boolean {
    if (this.hasActiveCall) return false;
    this.#isAlive = true;
    this.#begin(call, 'outgoing');
    return true;
  }

  /** The app could not start it. */
  failPlaced(callId: string): void {
    if (this.#session?.call.callId === callId) this.#session.fail();
  }

  /** The user joins a call that goes on. A call that runs is put on hold. */
  async enter(call: Ring): Promise<void> {
    this.#isAlive = true;
    if (this.#session?.call.callId === call.callId && !this.#session.isOver) return this.press('answer');
    if (!this.hasActiveCall) {
      this.#begin(call, 'joined');
      return this.#session?.answer();
    }
    if (this.#second) return;
    this.#second = this.#newSession(call, 'joined');
    await this.press('answer');
  }

  async press(button: CallButton): Promise<void> {
    const waiting = this.#waiting;
    switch (button) {
      case 'answer':
        if (!waiting) return this.#session?.answer();
        return this.#session?.isHoldable ? this.#holdAndAnswer(waiting) : this.#endAndAnswer(waiting);
      case 'holdAndAnswer':
        return waiting && this.#session?.isHoldable ? this.#holdAndAnswer(waiting) : undefined;
      case 'endAndAnswer':
        return waiting && this.#endAndAnswer(waiting);
      case 'decline':
        return (waiting ?? this.#session)?.decline();
      case 'busy':
        return (waiting ?? this.#session)?.sayBusy();
      case 'mute':
        return this.#session?.toggleMuted();
      case 'hold':
        return this.#session?.toggleHeld();
      case 'speaker':
        return this.#session?.toggleSpeaker();
      case 'swap':
        return this.#swap();
      case 'end':
        return this.#end();
    }
  }

  /** A background push ends a ring. */
  hear(stopped: StoppedRing): void {
    for (const session of this.#sessions) session.hear(stopped);
  }

  /** The network is back: sends the missed reports, and reads the state of the calls. */
  async catchUp(): Promise<void> {
    const reports = [...this.#unsaidReports].map(([callId, report]) => this.#sayReport(callId, report));
    await Promise.all([...reports, ...this.#sessions.map((session) => !session.isOver && session.sync())]);
  }

  /** Removes the ended call from the screen. */
  clear(): void {
    if (this.#session?.isOver) this.#session = undefined;
  }

  /** The app is gone, and everything that belongs to it. */
  forget(): void {
    this.stop();
    this.#session = undefined;
    this.#second = undefined;
    this.#unsaidReports.clear();
  }

  appDied(): void {
    this.#isAlive = false;
    for (const session of this.#sessions.toReversed()) session.appDied();
    for (const session of this.#replaced) session.stop();
    this.#replaced.clear();
  }

  stop(): void {
    for (const session of [...this.#sessions, ...this.#replaced]) session.stop();
  }

  get #sessions(): CallSession[] {
    return [this.#session, this.#second].filter((session) => session !== undefined);
  }

  /** A second call that rings, or that the user is about to join. */
  get #waiting(): CallSession | undefined {
    return this.#second?.call.state === 'ringing' ? this.#second : undefined;
  }

  #show(ring: Ring): void {
    if (this.#sessions.some(({ call }) => call.callId === ring.callId)) return;
    const current = this.#session;
    if (current && this.hasActiveCall) {
      void this.#showWaitingCall(ring, current);
      return;
    }
    this.#begin(ring, 'incoming');
  }

  #begin(ring: Ring, start: CallStart): void {
    this.#session?.stop();
    this.#session = this.#newSession(ring, start);
    this.#ports.onChange();
  }

  #newSession(ring: Ring, start: CallStart): CallSession {
    return new CallSession(ring, { ...this.#ports, onChange: () => this.#changed() }, start);
  }

  /** Another call beside one that runs; while one rings, or with two, the app is busy. The first may be over already. */
  async #showWaitingCall(ring: Ring, current: CallSession): Promise<void> {
    await current.sync();
    if (!this.hasActiveCall) {
      if (this.#isAlive) this.#show(ring);
    } else if (this.#second === undefined && (current.call.isOutgoing || current.call.state === 'answered')) {
      this.#second = this.#newSession(ring, 'incoming');
      this.#changed();
    } else await this.#ports.api?.actOnCall(ring.callId, 'busy', this.#ports.deviceId);
    this.#ports.onChange();
  }

  async #holdAndAnswer(waiting: CallSession): Promise<void> {
    const first = this.#session;
    first?.setHeld(true);
    await waiting.answer();
    if (first?.isOver || waiting.call.state !== 'answered' || this.#second !== waiting) return;
    this.#session = waiting;
    this.#second = first;
    this.#ports.onChange();
  }

  /** In the order of CallKit's transaction. */
  async #endAndAnswer(waiting: CallSession): Promise<void> {
    await this.#session?.end();
    await waiting.answer();
  }

  #swap(): void {
    const [first, second] = [this.#session, this.#second];
    if (!first?.isHoldable || second?.call.state !== 'answered') return;
    first.setHeld(true);
    second.setHeld(false);
    this.#session = second;
    this.#second = first;
    this.#ports.onChange();
  }

  /** The call on hold goes on if the user ends the other one. If the other side does, it stays on hold. */
  async #end(): Promise<void> {
    const ended = this.#session;
    await ended?.end();
    if (this.#session !== ended) this.#session?.setHeld(false);
  }

  /** A call is over: the one beside it takes its place, once whoever watches has seen the end. */
  #changed(): void {
    this.#ports.onChange();
    const [first, second] = [this.#session, this.#second];
    if (second === undefined) return;
    if (second.isOver) this.#replaced.add(second);
    else if (first?.isOver) {
      this.#replaced.add(first);
      this.#session = second;
    } else return;
    this.#second = undefined;
    this.#ports.onChange();
  }

  /** By the ticket of the push, which needs no login. A ring without one is reported as the user. */
  async #sayReport(callId: string, { at, steadyMs, ticket }: UnsaidReport): Promise<void> {
    const { api, deviceId, clock } = this.#ports;
    const said = { at, ageMs: clock.steadyNowMs() - steadyMs };
    const answer =
      ticket === undefined
        ? await api?.reportCall(callId, deviceId, said)
        : await api?.reportByTicket(ticket, 'callReported', said);
    if (answer?.ok) this.#unsaidReports.delete(callId);
  }
}
