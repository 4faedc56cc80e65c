/** What iOS demands of an app that gets a VoIP push. Apple: "Responding to VoIP notifications from PushKit". */
import type { DeliveredPush } from '../apple/apple.ts';
import type { TimerClock } from '../clock.ts';
import type { PhoneBrain } from './brain.ts';
import { readRing } from './ring.ts';
import type { PhoneView } from './view.ts';

/**
 * How many VoIP pushes without a reported call iOS tolerates before it stops delivering them. Apple names no number:
 * "repeatedly".
 */
const missedReportsUntilBlocked = 3;

/** How long after a VoIP push iOS checks whether a call was reported. Apple says "a few seconds", without a number. */
const reportLimitMs = 7_000;

export interface VoipPushesPorts {
  clock: Pick<TimerClock, 'after'>;
  brain(): Pick<PhoneBrain, 'calls' | 'takeVoip'>;
  now(): Pick<PhoneView, 'state' | 'voip' | 'reportsCalls' | 'reportDelayMs'>;
  /** iOS starts the app's process in the background, unless it runs. */
  launchApp(): void;
  /** iOS ends the app's process, because it has not reported a call. */
  endApp(voip: PhoneView['voip']): void;
}

export class VoipPushes {
  readonly #ports: VoipPushesPorts;
  #cancelReport: () => void = () => {};

  constructor(ports: VoipPushesPorts) {
    this.#ports = ports;
  }

  receive({ payload }: DeliveredPush): void {
    const { now, launchApp } = this.#ports;
    const { state, voip, reportsCalls, reportDelayMs } = now();
    const brain = this.#ports.brain();
    if (voip.blocked) return;
    // In the foreground, or with a call that CallKit knows, iOS requires no report.
    const mustReport = state !== 'foreground' && !brain.calls.hasActiveCall;
    if (reportsCalls && brain.takeVoip) {
      launchApp();
      brain.takeVoip(payload, mustReport);
      return;
    }
    const ring = reportsCalls ? readRing(payload) : undefined;
    if (!ring) {
      // PushKit throws as soon as the app has seen the push and not reported it.
      if (mustReport) this.missReport();
      return;
    }
    launchApp();
    const isInTime = reportDelayMs < reportLimitMs || !mustReport;
    this.#cancelReport = this.#soon(isInTime ? reportDelayMs : reportLimitMs, () => {
      if (isInTime) brain.calls.report(ring);
      else this.missReport();
    });
  }

  /** A VoIP push was not reported: after a few of them iOS delivers none any more. */
  missReport(): void {
    const missedReports = this.#ports.now().voip.missedReports + 1;
    this.#ports.endApp({ missedReports, blocked: missedReports >= missedReportsUntilBlocked });
  }

  /** The app's process has ended, or the phone is gone: a report that is due does not come. */
  stop(): void {
    this.#cancelReport();
  }

  /** Most apps take no noticeable time. @returns a function that cancels it. */
  #soon(delayMs: number, task: () => void): () => void {
    if (delayMs > 0) return this.#ports.clock.after(delayMs, task);
    task();
    return () => {};
  }
}
