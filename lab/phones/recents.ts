import type { TimerClock } from '../clock.ts';
import { type CallView, isOver, type RecentCall } from './view.ts';

export interface RecentsRecord {
  /** The one that began last comes first. */
  calls: readonly RecentCall[];
  /** Missed since the list was last opened. */
  missed: number;
}

const kept = 50;

/** The Phone app's list of calls. CallKit adds each that ends (CXProviderConfiguration.includesCallsInRecents). */
export class Recents {
  readonly #clock: TimerClock;
  #record: RecentsRecord;
  /** When calls that go on have begun, by call: ISO 8601, UTC. */
  readonly #begun = new Map<string, string>();

  constructor(clock: TimerClock, record: RecentsRecord) {
    this.#clock = clock;
    this.#record = record;
  }

  get record(): RecentsRecord {
    return this.#record;
  }

  find(callId: string): RecentCall | undefined {
    return this.#record.calls.find((call) => call.callId === callId);
  }

  /** The calls on the phone as they are now: those that are over go into the list. */
  note(calls: readonly CallView[]): void {
    for (const call of calls) {
      if (isOver(call)) this.#add(call);
      else if (!this.#begun.has(call.callId)) this.#begun.set(call.callId, this.#now());
    }
  }

  /** The user opens the list. */
  see(): void {
    this.#record = { ...this.#record, missed: 0 };
  }

  #add(call: CallView): void {
    const { callId, callerName, handle, hasVideo, isOutgoing = false, answeredAt, endedAt, endedReason } = call;
    if (this.find(callId) !== undefined && !this.#begun.has(callId)) return;
    const at = this.#begun.get(callId) ?? endedAt ?? this.#now();
    this.#begun.delete(callId);
    const ranHere = answeredAt !== undefined && endedAt !== undefined && endedReason !== 4;
    const durationSeconds = ranHere ? Math.round((Date.parse(endedAt) - Date.parse(answeredAt)) / 1000) : undefined;
    const isMissed = isMissedCall(call);
    const entry: RecentCall = {
      callId,
      callerName,
      handle,
      hasVideo,
      isOutgoing,
      isMissed,
      at,
      ...(durationSeconds !== undefined && { durationSeconds }),
    };
    // A call that the user has joined again has one entry.
    const others = this.#record.calls.filter((other) => other.callId !== callId);
    const calls = [entry, ...others].toSorted((one, other) => other.at.localeCompare(one.at));
    this.#record = { calls: calls.slice(0, kept), missed: this.#record.missed + (isMissed ? 1 : 0) };
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }
}

/** It rang, and nobody answered or declined it on any phone. */
function isMissedCall({ state, endedReason, isOutgoing, answeredAt }: CallView): boolean {
  if (isOutgoing || answeredAt !== undefined) return false;
  return endedReason === 3 || (endedReason === 2 && state === 'cancelled');
}
