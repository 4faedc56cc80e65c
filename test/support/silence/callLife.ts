/** A random life around one call: what its phone, its caller and Apple do before and after it. */
import fc from 'fast-check';
import { changeCall } from '../../../shared/calls/flows/changeCall.ts';
import { explainQuietPhones } from '../../../shared/calls/flows/explainQuietPhones.ts';
import { ring } from '../../../shared/calls/flows/ring.ts';
import { isRefusal } from '../../../shared/platform/refusal.ts';
import type { SilentTarget } from '../../../shared/push/rules/silence/facts.ts';
import { type MemoryPorts, memoryPorts } from '../memory/ports.ts';
import { skipTruths } from './messageLife.ts';
import { type PhoneEvent, PhoneInLife, type PhoneTraits, type Truth, userId } from './phoneInLife.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Step = { atMs: number } & ({ do: PhoneEvent } | { do: 'call'; from: string });

export interface CallLife {
  traits: PhoneTraits;
  /** By time; 0 is when it begins to ring. */
  steps: Step[];
  fate: PhoneInLife['fate'];
  rangMs: number;
  /** How long after the beginning somebody asks. */
  askedMs: number;
}

export interface AskedCall {
  life: CallLife;
  phone: PhoneInLife;
  sentAtMs: number;
  nowMs: number;
  /** On each target without a report. */
  verdicts: SilentTarget[];
  truth: ReadonlySet<Truth>;
}

const before = fc.integer({ min: -20 * day, max: -5 * minute });
const around = fc.integer({ min: 1 * second, max: 3 * day });
const callers = ['carol', 'dave', 'erin'];
const phoneEvents = [
  'lose_network',
  'find_network',
  'turn_off',
  'force_quit',
  'focus',
  'update',
  'remove_app',
  'log_out',
] as const satisfies PhoneEvent[];

export const callLife: fc.Arbitrary<CallLife> = fc
  .record({
    traits: fc.record({
      permission: fc.constantFrom('authorized' as const, 'authorized' as const, 'denied' as const),
      storesOne: fc.boolean(),
      reportsShown: fc.boolean(),
      deathKnownAfterMs: fc.constantFrom(0, hour, day),
      reportsCalls: fc.constantFrom('always' as const, 'always' as const, 'never' as const, 'until_update' as const),
    }),
    opened: fc.array(fc.record({ atMs: fc.oneof(before, around), do: fc.constant('open' as const) }), { maxLength: 4 }),
    events: fc.array(fc.record({ atMs: fc.oneof(before, around), do: fc.constantFrom(...phoneEvents) }), {
      maxLength: 3,
    }),
    calls: fc.array(fc.record({ atMs: before, do: fc.constant('call' as const), from: fc.constantFrom(...callers) }), {
      maxLength: 4,
    }),
    fate: fc.constantFrom<PhoneInLife['fate']>('take', 'take', 'take', 'lose', 'refuse'),
    rangMs: fc.constantFrom(1 * second, 10 * second, 55 * second),
    askedMs: fc.constantFrom(3 * second, 20 * second, hour, 2 * day),
  })
  .map(({ opened, events, calls, ...life }) => ({
    ...life,
    steps: [...opened, ...events, ...calls].toSorted((one, other) => one.atMs - other.atMs),
  }));

/** Lives it, and asks why the phone has not reported the call. */
export async function liveCall(life: CallLife): Promise<AskedCall> {
  const ports = memoryPorts();
  const phone = new PhoneInLife(ports, life.traits);
  const sentAtMs = ports.clock.nowMs() + 30 * day;
  const goTo = (ms: number) => ports.clock.advance(Math.max(sentAtMs + ms - ports.clock.nowMs(), 0));
  await phone.live('open');
  for (const step of life.steps.filter(({ atMs }) => atMs < 0)) {
    goTo(step.atMs);
    await (step.do === 'call' ? callAndCancel(ports, step.from) : phone.live(step.do));
  }
  goTo(0);
  phone.fate = life.fate;
  const callId = await call(ports, 'alice');
  phone.fate = 'take';
  const rest: Step[] = life.steps.filter(({ atMs }) => atMs > 0);
  let isOver = false;
  for (const step of [...rest, { atMs: life.askedMs, do: 'focus' } as const].toSorted((a, b) => a.atMs - b.atMs)) {
    if (!isOver && Math.min(step.atMs, life.askedMs) >= life.rangMs) {
      goTo(life.rangMs);
      await changeCall(ports, callId, 'cancel', { userId: 'alice' });
      isOver = true;
    }
    if (step.atMs > life.askedMs) break;
    goTo(step.atMs);
    if (step.do !== 'call') await phone.live(step.do);
  }
  const report = await ports.calls.report(callId);
  if (report === undefined) throw new Error('the call is recorded');
  const verdicts = await explainQuietPhones(ports, report);
  const truth = new Set(phone.settle(callId));
  // Facts of what was asked for, and not of the phone.
  for (const { reason = '' } of report.targets) {
    const skipped = skipTruths[reason];
    if (skipped !== undefined) truth.add(skipped);
  }
  if (report.targets.some(({ kind }) => kind === 'alert')) truth.add('takes_no_receipts');
  if (life.askedMs < 5 * second) truth.add('too_early');
  return { life, phone, sentAtMs, nowMs: ports.clock.nowMs(), verdicts, truth };
}

async function call(ports: MemoryPorts, from: string): Promise<string> {
  const result = await ring(ports, { from, to: { userIds: [userId] }, hasVideo: false, timeoutSeconds: 60 });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.call.callId;
}

async function callAndCancel(ports: MemoryPorts, from: string): Promise<void> {
  const callId = await call(ports, from);
  ports.clock.advance(25 * second);
  await changeCall(ports, callId, 'cancel', { userId: from });
}
