import type { AppApi } from './appApi.ts';
import { CallSession } from './callSession.ts';
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

/** `mute` and `hold` toggle. */
export type CallButton = 'answer' | 'decline' | 'busy' | 'mute' | 'hold' | 'end';

/** The calls of one phone, as CallKit and the app have them: one that is shown, and others that find it busy. */
export class PhoneCalls {
  readonly #ports: PhoneCallsPorts;
  #session: CallSession | undefined;
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

  async press(button: CallButton): Promise<void> {
    switch (button) {
      case 'answer':
        return this.#session?.answer();
      case 'decline':
        return this.#session?.decline();
      case 'busy':
        return this.#session?.sayBusy();
      case 'mute':
        return this.#session?.toggleMuted();
      case 'hold':
        return this.#session?.toggleHeld();
      case 'end':
        return this.#session?.end();
    }
  }

  /** A background push ends a ring. */
  hear(stopped: StoppedRing): void {
    this.#session?.hear(stopped);
  }

  /** The network is back: sends the missed reports, and reads the state of the call. */
  async catchUp(): Promise<void> {
    const reports = [...this.#unsaidReports].map(([callId, report]) => this.#sayReport(callId, report));
    await Promise.all([...reports, this.hasActiveCall && this.#session?.sync()]);
  }

  /** Removes the ended call from the screen. */
  clear(): void {
    if (this.#session?.isOver) this.#session = undefined;
  }

  /** The app is gone, and everything that belongs to it. */
  forget(): void {
    this.stop();
    this.#session = undefined;
    this.#unsaidReports.clear();
  }

  appDied(): void {
    this.#isAlive = false;
    this.#session?.appDied();
  }

  stop(): void {
    this.#session?.stop();
  }

  #show(ring: Ring): void {
    const current = this.#session;
    if (current?.call.callId === ring.callId) return;
    if (current && this.hasActiveCall) {
      void this.#showWaitingCall(ring, current);
      return;
    }
    current?.stop();
    this.#session = new CallSession(ring, this.#ports);
    this.#ports.onChange();
  }

  /** Another call during one: it is busy, unless the first one turns out to be over already. */
  async #showWaitingCall(ring: Ring, current: CallSession): Promise<void> {
    await current.sync();
    if (this.hasActiveCall) await this.#ports.api?.actOnCall(ring.callId, 'busy', this.#ports.deviceId);
    else if (this.#isAlive) this.#show(ring);
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
