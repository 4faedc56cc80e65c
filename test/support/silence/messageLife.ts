/** A random life around one message: what its phone, its sender and Apple do before and after it. */
import fc from 'fast-check';
import { explainSilence } from '../../../shared/messages/flows/explainSilence.ts';
import type { MessageInput } from '../../../shared/messages/flows/prepareMessage.ts';
import { recallMessage } from '../../../shared/messages/flows/recallMessage.ts';
import { sendMessage } from '../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../shared/platform/refusal.ts';
import type { SilentTarget } from '../../../shared/push/rules/silence/facts.ts';
import { type MemoryPorts, memoryPorts } from '../memory/ports.ts';
import { type PhoneEvent, PhoneInLife, type PhoneTraits, type Truth, userId } from './phoneInLife.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What the life has in any case. The rest is chance. */
export const plants = [
  'nothing',
  'network',
  'permission',
  'removed',
  'logged_out',
  'lost',
  'replaced',
  'recalled',
  'low_priority',
  'no_extension',
  'force_quit',
  'voip',
  'skipped',
  'refused',
  'soon',
] as const;
export type Plant = (typeof plants)[number];

type Step = { atMs: number } & (
  | { do: PhoneEvent }
  | { do: 'send_other'; collapses: boolean }
  | { do: 'recall'; mode: 'withdraw' | 'replace' }
);

export interface MessageLife {
  plant: Plant;
  traits: PhoneTraits;
  /** By time; 0 is when the message is sent. */
  steps: Step[];
  push: NonNullable<MessageInput['offlinePush']>;
  fate: PhoneInLife['fate'];
  setting?: 'muted' | 'quiet_hours' | 'blocked' | undefined;
  /** How long after the message somebody asks. */
  askedMs: number;
}

export interface AskedMessage {
  life: MessageLife;
  phone: PhoneInLife;
  sentAtMs: number;
  nowMs: number;
  /** Absent: the phone has reported the message. */
  verdict?: SilentTarget | undefined;
  truth: ReadonlySet<Truth>;
}

const before = fc.integer({ min: -20 * day, max: -1 * second });
const after = fc.integer({ min: 1 * second, max: 20 * day });
const anyTime = fc.oneof(before, after);
const chance: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ atMs: anyTime, do: fc.constant('open' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      atMs: anyTime,
      do: fc.constantFrom<PhoneEvent>(
        'lose_network',
        'find_network',
        'turn_off',
        'turn_on',
        'force_quit',
        'focus',
        'sleep',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ atMs: after, do: fc.constantFrom<PhoneEvent>('log_out', 'remove_app') }) },
  {
    weight: 2,
    arbitrary: fc.record({ atMs: anyTime, do: fc.constant('send_other' as const), collapses: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      atMs: after,
      do: fc.constant('recall' as const),
      mode: fc.constantFrom('withdraw' as const, 'replace' as const),
    }),
  },
);

export const messageLife: fc.Arbitrary<MessageLife> = fc
  .record({
    plant: fc.constantFrom(...plants),
    traits: fc.record({
      permission: fc.constantFrom(
        'authorized' as const,
        'authorized' as const,
        'provisional' as const,
        'denied' as const,
      ),
      storesOne: fc.boolean(),
      reportsShown: fc.boolean(),
      deathKnownAfterMs: fc.constantFrom(0, hour, day),
      reportsCalls: fc.constant('always' as const),
    }),
    random: fc.array(chance, { maxLength: 7 }),
    soonBefore: fc.integer({ min: 1, max: 3 * hour }),
    soonAfter: fc.integer({ min: 1, max: 3 * day }),
    ttlSeconds: fc.constantFrom(0, 60, 3600, 86_400, 2_592_000),
    priority: fc.constantFrom('high' as const, 'high' as const, 'normal' as const, 'low' as const),
    pushType: fc.constantFrom('alert' as const, 'alert' as const, 'alert' as const, 'background' as const),
    wakes: fc.boolean(),
    setting: fc.constantFrom('muted' as const, 'quiet_hours' as const, 'blocked' as const),
    refusal: fc.constantFrom('refuse' as const, 'busy' as const),
    mode: fc.constantFrom('withdraw' as const, 'replace' as const),
    collapses: fc.boolean(),
    askedMs: fc.constantFrom(3 * minute, hour, 5 * hour, 2 * day, 10 * day, 21 * day),
  })
  .map(({ plant, traits, random, soonBefore, soonAfter, setting, refusal, mode, askedMs, ...settings }) => {
    const permission = plant === 'permission' ? 'denied' : plant === 'nothing' ? 'authorized' : traits.permission;
    const planted: Step[] = [];
    if (plant === 'network' || plant === 'replaced' || plant === 'recalled') {
      planted.push({ atMs: -soonBefore, do: 'lose_network' }, { atMs: soonAfter * 2, do: 'find_network' });
    }
    if (plant === 'removed') planted.push({ atMs: -soonBefore, do: 'remove_app' });
    if (plant === 'logged_out')
      planted.push({ atMs: soonAfter, do: 'log_out' }, { atMs: -soonBefore, do: 'lose_network' });
    if (plant === 'replaced') planted.push({ atMs: soonAfter, do: 'send_other', collapses: true });
    if (plant === 'recalled') planted.push({ atMs: soonAfter, do: 'recall', mode });
    if (plant === 'low_priority') planted.push({ atMs: -soonBefore, do: 'sleep' });
    if (plant === 'force_quit') planted.push({ atMs: -soonBefore, do: 'force_quit' });
    const { ttlSeconds, priority, pushType, wakes, collapses } = settings;
    const isAlert =
      plant === 'voip' ? false : plant !== 'force_quit' && (plant === 'permission' || pushType === 'alert');
    const steps = [...random, ...planted].toSorted((one, other) => one.atMs - other.atMs);
    return {
      plant,
      traits: { ...traits, permission },
      steps,
      push: {
        pushType: plant === 'voip' ? 'voip' : isAlert ? 'alert' : 'background',
        ttlSeconds,
        ...(isAlert && { priority: plant === 'low_priority' ? 'low' : priority }),
        ...(isAlert && plant !== 'no_extension' && { mutableContent: true }),
        ...(isAlert && plant === 'no_extension' && wakes && { wakeInBackground: true }),
        ...(isAlert && (collapses || plant === 'replaced') && { collapseId: 'one' }),
      },
      fate: plant === 'lost' ? 'lose' : plant === 'refused' ? refusal : 'take',
      setting: plant === 'skipped' ? setting : undefined,
      askedMs: plant === 'soon' ? 30 * second : askedMs,
    } satisfies MessageLife;
  });

/** Lives it, and asks why the phone has not reported the message. */
export async function liveMessage(life: MessageLife): Promise<AskedMessage> {
  const ports = memoryPorts();
  const phone = new PhoneInLife(ports, life.traits);
  const sentAtMs = ports.clock.nowMs() + 30 * day;
  const goTo = (ms: number) => ports.clock.advance(Math.max(sentAtMs + ms - ports.clock.nowMs(), 0));
  await phone.live('open');
  for (const step of life.steps.filter(({ atMs }) => atMs < 0)) await take(ports, phone, step, goTo);
  goTo(0);
  await putSetting(ports, life.setting);
  phone.fate = life.fate;
  const messageId = await send(ports, life.push);
  phone.fate = 'take';
  for (const step of life.steps.filter(({ atMs }) => atMs > 0 && atMs < life.askedMs)) {
    await take(ports, phone, step, goTo, messageId);
  }
  goTo(life.askedMs);
  const overview = await ports.messages.report(messageId);
  if (overview === undefined) throw new Error('the message is recorded');
  const [verdict] = await explainSilence(ports, overview);
  const truth = new Set(phone.settle(messageId));
  // Facts of what was asked for, and not of the phone.
  for (const { reason = '' } of overview.record.targets) {
    const skipped = skipTruths[reason];
    if (skipped !== undefined) truth.add(skipped);
  }
  if (life.push.pushType === 'voip') truth.add('takes_no_receipts');
  if (life.askedMs < minute) truth.add('too_early');
  return { life, phone, sentAtMs, nowMs: ports.clock.nowMs(), verdict, truth };
}

/** Causes of skips, by their reasons. */
export const skipTruths: Readonly<Record<string, Truth>> = {
  do_not_disturb: 'quiet_hours',
  online: 'app_open',
  muted: 'muted',
  blocked: 'blocked',
  no_device: 'no_device',
  no_token: 'no_token',
  report_guard: 'report_guard',
};

async function take(
  ports: MemoryPorts,
  phone: PhoneInLife,
  step: Step,
  goTo: (ms: number) => void,
  messageId?: string,
): Promise<void> {
  goTo(step.atMs);
  if (step.do === 'send_other') {
    await send(ports, { pushType: 'alert', mutableContent: true, ...(step.collapses && { collapseId: 'one' }) });
  } else if (step.do === 'recall') {
    if (messageId !== undefined) await recallMessage(ports, { messageId, mode: step.mode });
  } else {
    await phone.live(step.do);
  }
}

async function send(ports: MemoryPorts, offlinePush: NonNullable<MessageInput['offlinePush']>): Promise<string> {
  const result = await sendMessage(ports, {
    from: 'alice',
    to: { userIds: [userId] },
    elements: [{ type: 'text', text: 'hi' }],
    onlineUserOnly: false,
    offlinePush,
  });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.messageId;
}

async function putSetting(ports: MemoryPorts, setting: MessageLife['setting']): Promise<void> {
  if (setting === 'muted') await ports.conversations.put(userId, 'user:alice', { receive: 'none' });
  if (setting === 'blocked') await ports.blocks.put(userId, 'alice');
  if (setting === 'quiet_hours') {
    await ports.profiles.replace(userId, { doNotDisturb: { windows: [{ start: '00:00', end: '23:59' }] } });
  }
}
