/** One call to a user with some phones, in virtual time: pushes that are lost or late, reports, a queue, the stream. */
import { answerOf } from '../../shared/apns/rules/outcome.ts';
import { changeCall } from '../../shared/calls/flows/changeCall.ts';
import { ring } from '../../shared/calls/flows/ring.ts';
import { runCallTimer } from '../../shared/calls/flows/runTimer.ts';
import type { CallRecord, CallTimer } from '../../shared/calls/rules/record.ts';
import { followCalls } from '../../shared/events/flows/followCalls.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, startMs } from './factories.ts';
import { accepts } from './memory/fakeApns.ts';
import { memoryPorts } from './memory/ports.ts';
import { receiveReceiptByTicket } from './receivedReceipts.ts';

export interface InsuredPhone {
  /** Its version of the app has reported a call here before. */
  isKnown: boolean;
  /** APNs accepts the VoIP push, and it never arrives. */
  isLost: boolean;
  /** How long the VoIP push takes. */
  arrivesAfterMs: number;
  /** How long the app takes to report what arrived; undefined: it never does. */
  reportsAfterMs: number | undefined;
}

export interface InsuredCall {
  phones: readonly InsuredPhone[];
  ringInsurance: 'auto' | 'off';
  /** How long APNs takes to answer. */
  apnsMs: number;
  /** How long the stream takes to show a change, and the queue to hand over what is due. */
  streamMs: number;
  queueMs: number;
  /** Each timer comes twice. */
  comesTwice: boolean;
  /** What ends the ringing before its time. */
  end?: { afterMs: number; action: 'answer' | 'cancel' | 'decline'; phone: number } | undefined;
}

/** What became of one phone. Times in epoch milliseconds. */
export interface SeenPhone {
  /** APNs accepted its VoIP push. */
  acceptedAtMs: number[];
  reportedAtMs?: number | undefined;
  /** Each time that it began to show a ring alert. */
  alertedAtMs: number[];
  showsAlert: boolean;
}

/** Longer than anything that follows from the first ten seconds of ringing. */
const livesMs = 30_000;

export const deviceIdOf = (index: number): string => `phone-${index}`;

/** @returns what each phone has seen in half a minute, and when the ringing stopped early, if it did. */
export async function liveInsuredCall(life: InsuredCall): Promise<{ phones: SeenPhone[]; endedAtMs: number }> {
  const time = virtualTime(startMs);
  const ports = { ...memoryPorts(), clock: time.clock };
  await ports.apps.put(appId, { calls: { ringInsurance: life.ringInsurance, alertRepeatSeconds: 0 } });
  const seen: SeenPhone[] = life.phones.map(() => ({ acceptedAtMs: [], alertedAtMs: [], showsAlert: false }));
  for (const [index, { isKnown }] of life.phones.entries()) {
    const deviceId = deviceIdOf(index);
    const tokens = { alert: aToken(`${deviceId} alert`), voip: aToken(`${deviceId} voip`) };
    const reports = { reportingVersion: isKnown ? '1.0' : '0.9' };
    ports.devices.add(aDevice({ deviceId, tokens, appVersion: '1.0', reports }));
  }
  ports.callTimers.schedule = async (timers) => {
    for (const timer of timers) queue(timer);
    return [];
  };
  ports.apns.push = async (request) => {
    await time.clock.waitMs(life.apnsMs);
    const index = Number(/^phone-(\d)/.exec(Buffer.from(request.deviceToken, 'hex').toString())?.[1]);
    arrive(index, request.headers['apns-push-type'], request.payload);
    return answerOf(accepts(request));
  };
  let callId = '';
  let last: CallRecord | undefined;
  let endedAtMs = Number.POSITIVE_INFINITY;

  function arrive(index: number, pushType: string, payload: object): void {
    const [phone, fate] = [seen[index], life.phones[index]];
    if (phone === undefined || fate === undefined) throw new Error('a push to no phone');
    const { ticket, ringpost } = payload as { ticket?: string; ringpost?: { reported?: true; missedCall?: true } };
    if (pushType === 'voip') {
      phone.acceptedAtMs.push(time.clock.nowMs());
      if (fate.isLost || fate.reportsAfterMs === undefined) return;
      time.at(time.clock.nowMs() + fate.arrivesAfterMs + fate.reportsAfterMs, () => report(phone, ticket ?? ''));
    } else if (pushType === 'alert' && !ringpost?.missedCall) {
      phone.alertedAtMs.push(time.clock.nowMs());
      phone.showsAlert = true;
    } else if (ringpost?.missedCall || ringpost?.reported) {
      phone.showsAlert = false;
    }
  }

  async function report(phone: SeenPhone, ticket: string): Promise<void> {
    phone.reportedAtMs = time.clock.nowMs();
    const at = new Date(phone.reportedAtMs).toISOString();
    await receiveReceiptByTicket(ports, ticket, { event: 'callReported', at });
    await follow();
  }

  /** As the table's stream shows each change of the call. */
  async function follow(): Promise<void> {
    const [before, after] = [last, await ports.calls.find(callId)];
    if (after === undefined || JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return;
    last = after;
    const changedAtMs = time.clock.nowMs();
    const change = { changeId: String(changedAtMs), changedAtMs };
    time.at(changedAtMs + life.streamMs, async () => {
      await followCalls(ports, [{ kind: 'call', change, before, after }]);
    });
  }

  /** As SQS delays in whole seconds: timerQueue.ts. */
  function queue(timer: CallTimer): void {
    const nowMs = time.clock.nowMs();
    const seconds = (timer.dueAtMs - nowMs) / 1000;
    const delay = Math.max(0, timer.task === 'insure' ? Math.floor(seconds) : Math.ceil(seconds));
    for (const extraMs of life.comesTwice ? [0, 40] : [0]) {
      time.at(nowMs + delay * 1000 + life.queueMs + extraMs, async () => {
        await runCallTimer(ports, timer);
        await follow();
      });
    }
  }

  time.at(startMs, async () => {
    const ringing = ring(ports, {
      from: 'alice',
      to: { userIds: ['bob'] },
      hasVideo: false,
      timeoutSeconds: 60,
      callId: aCallId,
    });
    callId = aCallId;
    await time.clock.waitMs(0);
    await follow();
    if (isRefusal(await ringing)) throw new Error('the call was refused');
    await follow();
  });
  const { end } = life;
  if (end !== undefined) {
    time.at(startMs + end.afterMs, async () => {
      endedAtMs = time.clock.nowMs();
      const isCaller = end.action === 'cancel';
      const actor = isCaller ? { userId: 'alice' } : { userId: 'bob', deviceId: deviceIdOf(end.phone) };
      await changeCall(ports, callId, end.action, actor);
      await follow();
    });
  }
  await time.runUntil(startMs + livesMs);
  return { phones: seen, endedAtMs };
}

const aCallId = 'c0ffee00-0000-4000-8000-00000000000c';

/** What a change may follow from. Sets have no JSON. */
const shown = (record: CallRecord | undefined) => [
  record,
  ...(record?.insured ?? []),
  '/',
  ...(record?.insuredReports ?? []),
];

type Task = () => unknown;

/** Time that moves from one task to the next. What waits is a task, too. */
function virtualTime(fromMs: number) {
  let nowMs = fromMs;
  let tasks: { atMs: number; run: Task }[] = [];
  const failures: unknown[] = [];
  const at = (atMs: number, run: Task): void => {
    tasks.push({ atMs, run });
  };
  const clock = {
    nowMs: () => nowMs,
    waitMs: (ms: number) => new Promise<void>((resolve) => at(nowMs + ms, resolve)),
    advance(ms: number) {
      nowMs += ms;
    },
  };
  /** All that can go on without time is done when the next macrotask begins. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    at,
    async runUntil(untilMs: number): Promise<void> {
      for (;;) {
        await settled();
        if (failures.length > 0) throw failures[0];
        const next = tasks.reduce<(typeof tasks)[number] | undefined>(
          (first, task) => (first === undefined || task.atMs < first.atMs ? task : first),
          undefined,
        );
        if (next === undefined || next.atMs > untilMs) return;
        tasks = tasks.filter((task) => task !== next);
        nowMs = next.atMs;
        Promise.resolve(next.run()).catch((error: unknown) => failures.push(error));
      }
    },
  };
}
