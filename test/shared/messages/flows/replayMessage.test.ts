/** Messages of random settings to random users, really sent, and decided again from what was kept. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfflinePush, Policy } from '../../../../shared/content/offlinePush.ts';
import type { MessageInput } from '../../../../shared/messages/flows/prepareMessage.ts';
import { replayMessage } from '../../../../shared/messages/flows/replayMessage.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';
import { type Rehearsed, type RehearsedPush, rehearse } from '../../../../shared/messages/rules/rehearse.ts';
import type { ReplayedTarget } from '../../../../shared/messages/rules/replay.ts';
import { type ConversationLevel, conversationLevels } from '../../../../shared/people/rules/conversationLevel.ts';
import type { Recipient } from '../../../../shared/people/rules/recipient.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import type { TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';
import type { TerritoryRule } from '../../../../shared/team/rules/territory.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { aRecipientOf, upTo, userIds } from '../../../support/moments.ts';

const option = <T>(value: fc.Arbitrary<T>, weight = 3) => fc.option(value, { nil: undefined, freq: weight });
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const settings = {
  disabled: rarely(fc.boolean()),
  pushType: option(fc.constantFrom('alert' as const, 'alert' as const, 'voip' as const, 'background' as const), 1),
  pushWhen: rarely(fc.constantFrom('always' as const, 'offline' as const)),
  desc: option(fc.constantFrom('News', '', 'Hi {{name}}'), 1),
};
const policy: fc.Arbitrary<Policy> = fc.record({
  ...settings,
  disabled: option(fc.boolean(), 1),
  variables: rarely(fc.record({ name: fc.constantFrom('', 'Bob') })),
  forUsers: fc.constant(true),
});
const offlinePush: fc.Arbitrary<OfflinePush> = fc.record({
  ...settings,
  policyId: option(fc.constant('chat')),
  sound: rarely(fc.constantFrom('none', 'ring.caf')),
});

const groupId = 'hikers';
const appIds = ['com.example.chat', 'com.example.work'];

interface Rules {
  policy: Policy;
  level: ConversationLevel | undefined;
  territoryRule: TerritoryRule;
}
const rules: fc.Arbitrary<Rules> = fc.record({
  policy,
  level: option(fc.constantFrom(...conversationLevels)),
  territoryRule: fc.record({
    territories: fc.subarray(['CN', 'DE']),
    instead: fc.constantFrom('alert' as const, 'skip' as const),
  }),
});

interface Sending {
  input: MessageInput;
  all: readonly Recipient[];
}

const messages = fc.record({
  isToGroup: fc.boolean(),
  from: fc.constantFrom('alice', 'zoe'),
  text: fc.constantFrom('hi', ''),
  mentions: fc.subarray([...userIds, '@all']),
  force: rarely(fc.constant(true)),
  isOnlineOnly: rarely(fc.constant(true)),
  offlinePush,
});

/** Ten messages to the same users, which cost less to make than as many users. */
const messagesEach = 10;
const sendings: fc.Arbitrary<Sending[]> = fc
  .tuple(upTo(2), fc.array(messages, { minLength: messagesEach, maxLength: messagesEach }))
  .map(([all, each]) =>
    each.map(({ isToGroup, from, text, mentions, force, isOnlineOnly = false, offlinePush: push }) => ({
      all,
      input: {
        from,
        to: isToGroup ? { groupId } : { userIds: all.map(({ userId }) => userId) },
        elements: [{ type: 'text', text }],
        mentions,
        force,
        onlineUserOnly: isOnlineOnly,
        offlinePush: Object.fromEntries(Object.entries(push).filter(([, value]) => value !== undefined)),
        isFromServer: true,
      },
    })),
  );

async function apply(ports: MemoryPorts, { policy: chat, level, territoryRule }: Rules): Promise<void> {
  await ports.policies.put('chat', chat);
  for (const appId of appIds) await ports.apps.put(appId, { territoryRule });
  const group = await ports.groups.find(groupId);
  if (group === undefined) await ports.groups.create({ groupId, name: groupId, ...(level && { defaultLevel: level }) });
  else await ports.groups.change(group, { name: groupId, defaultLevel: level ?? 'all' });
}

async function worldOf(all: readonly Recipient[], first: Rules): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await apply(ports, first);
  for (const { userId } of all) await ports.groups.putMember(groupId, { userId });
  const known = new Map(all.map((recipient) => [recipient.userId, recipient]));
  Object.assign(ports.recipients, {
    findAll: async (ids: readonly string[]) => ids.flatMap((userId) => known.get(userId) ?? []),
  });
  return ports;
}

const send = async (ports: MemoryPorts, { input }: Sending) => {
  const result = await sendMessage(ports, input);
  return isRefusal(result) ? undefined : result;
};

const pushed = (targets: readonly TargetOutcome[]) =>
  targets.filter(({ outcome }) => outcome !== 'skipped').map(({ userId, deviceId }) => `${deviceId} ${userId}`);

const effects = ({ pushes }: Rehearsed, effect: RehearsedPush['effect']) =>
  pushes
    .filter((push) => push.effect === effect)
    .map(({ userId, deviceId }) => `${deviceId} ${userId}`)
    .toSorted();

const inShort = ({
  userId,
  deviceId,
  kind,
  outcome,
  reason,
}: Pick<ReplayedTarget, keyof TargetOutcome & keyof ReplayedTarget>) =>
  JSON.stringify([userId, deviceId, kind, outcome, reason]);

const reportOf = async ({ messages }: MemoryPorts, messageId: string) => {
  const report = await messages.report(messageId);
  if (report === undefined) throw new Error('the message is not recorded');
  return report;
};

const momentIn = async (ports: MemoryPorts, record: MessageRecord) => {
  const [moment] = await ports.facts.find(record);
  if (moment === undefined) throw new Error('the facts are not kept');
  return moment;
};

/** Many lives, also on a busy machine. */
const within = { timeout: 120_000 };

describe('10,000 messages', () => {
  it('are decided again as it happened', within, async () => {
    let replayed = 0;
    await fc.assert(
      fc.asyncProperty(sendings, rules, async (each, inForce) => {
        // Prepare
        const all = each[0]?.all ?? [];
        const ports = await worldOf(all, inForce);
        for (const sending of each) {
          const result = await send(ports, sending);
          if (result === undefined) continue;
          const report = await reportOf(ports, result.messageId);

          // Act
          const replays = await Promise.all(all.map(({ userId }) => replayMessage(ports, report, userId)));

          // Assess
          const targets = replays.flatMap((replay) => replay.targets);
          expect(targets.map(inShort).toSorted()).toEqual(result.targets.map(inShort).toSorted());
          expect(targets.every(({ agreement }) => agreement === 'same')).toBe(true);
          replayed += 1;
        }
      }),
      { numRuns: 10_000 / messagesEach },
    );
    expect(replayed).toBeGreaterThan(8000);
  });
});

describe('other rules', () => {
  it('change exactly what they change when they apply, 5,000 times', within, async () => {
    let differences = 0;
    let unknown = 0;
    await fc.assert(
      fc.asyncProperty(sendings, rules, rules, async (each, before, after) => {
        // Prepare
        const ports = await worldOf(each[0]?.all ?? [], before);
        const sent: [Sending, NonNullable<Awaited<ReturnType<typeof send>>>][] = [];
        for (const sending of each) {
          const result = await send(ports, sending);
          if (result !== undefined) sent.push([sending, result]);
        }
        await apply(ports, after);
        const changed = {
          policies: { chat: after.policy },
          territoryRules: Object.fromEntries(appIds.map((appId) => [appId, after.territoryRule])),
          groupLevels: { [groupId]: after.level ?? 'all' },
        };
        for (const [sending, first] of sent) {
          const { record } = await reportOf(ports, first.messageId);
          const moment = await momentIn(ports, record);

          // Act
          const rehearsed = rehearse({ from: record.from, groupId: record.groupId, moment }, changed);

          // Assess
          const second = await send(ports, sending);
          const [was, is] = [pushed(first.targets), pushed(second?.targets ?? [])];
          expect(rehearsed.refused !== undefined).toBe(second === undefined);
          expect(effects(rehearsed, 'silenced')).toEqual(was.filter((push) => !is.includes(push)).toSorted());
          expect(effects(rehearsed, 'reached')).toEqual(is.filter((push) => !was.includes(push)).toSorted());
          differences += rehearsed.pushes.length;
          unknown += rehearsed.unknown.length;
        }
      }),
      { numRuns: 5000 / messagesEach },
    );
    expect(differences).toBeGreaterThan(100);
    expect(unknown).toBe(0);
  });

  it('leave open whether a phone may ring whose rule was not kept', async () => {
    // Prepare
    const [bob] = fc.sample(
      aRecipientOf('bob').filter(({ devices }) =>
        devices.some(({ territory, tokens }) => territory && !tokens.external),
      ),
      { numRuns: 1, seed: 1 },
    );
    const sending: Sending = {
      all: bob ? [bob] : [],
      input: {
        from: 'alice',
        to: { userId: 'bob' },
        elements: [{ type: 'text', text: 'hi' }],
        onlineUserOnly: false,
        offlinePush: { policyId: 'chat' },
      },
    };
    const ports = await worldOf(sending.all, {
      policy: { forUsers: true },
      level: undefined,
      territoryRule: { territories: [], instead: 'skip' },
    });
    const result = await send(ports, sending);
    const { record } = await reportOf(ports, result?.messageId ?? '');
    const moment = await momentIn(ports, record);

    // Act
    const ringing = {
      policies: { chat: { forUsers: true, pushType: 'voip' as const } },
      territoryRules: {},
      groupLevels: {},
    };
    const { unknown, pushes } = rehearse({ from: 'alice', moment }, ringing);

    // Assess
    expect({ unknown, pushes }).toEqual({ unknown: ['bob'], pushes: [] });
  });
});

describe('a message of which nothing was kept', () => {
  it('says so', async () => {
    // Prepare
    const ports = Object.assign(memoryPorts(), { keepsDecisionFacts: false });
    const input: MessageInput = {
      from: 'alice',
      to: { userId: 'bob' },
      elements: [],
      onlineUserOnly: false,
      offlinePush: {},
    };
    const result = await send(ports, { input, all: [] });

    // Act
    const replay = await replayMessage(ports, await reportOf(ports, result?.messageId ?? ''), 'bob');

    // Assess
    expect(replay).toEqual({ userId: 'bob', gap: 'not_kept', targets: [] });
  });

  it('says that a user was not among its recipients', async () => {
    // Prepare
    const ports = memoryPorts();
    const input: MessageInput = {
      from: 'alice',
      to: { userId: 'bob' },
      elements: [],
      onlineUserOnly: false,
      offlinePush: {},
    };
    const result = await send(ports, { input, all: [] });

    // Act
    const replay = await replayMessage(ports, await reportOf(ports, result?.messageId ?? ''), 'carol');

    // Assess
    expect(replay).toEqual({ userId: 'carol', gap: 'not_decided', targets: [] });
  });
});
