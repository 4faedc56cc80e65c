import { describe, expect, it } from 'vitest';
import { messageCollapseId } from '../../../../shared/content/collapseId.ts';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import {
  type MessageInput,
  type PreparedMessage,
  prepareMessage,
} from '../../../../shared/messages/flows/prepareMessage.ts';
import { conversationIdOf } from '../../../../shared/people/rules/conversation.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const input = (changes: Partial<MessageInput> = {}): MessageInput => ({
  from: 'alice',
  to: { userId: 'bob' },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: {},
  ...changes,
});
const withPush = (offlinePush: OfflinePush) => input({ offlinePush });

async function prepare(ports: MemoryPorts, message: MessageInput): Promise<PreparedMessage> {
  const result = await prepareMessage(ports, message);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}

async function withFamily(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await ports.groups.create({ groupId: 'family', name: 'Family', ownerId: 'alice' });
  await ports.groups.putMember('family', { userId: 'alice', card: 'Mum' });
  return ports;
}

describe('a prepared message', () => {
  it('holds everything that is common to all recipients', async () => {
    // Prepare
    const ports = memoryPorts();
    await ports.profiles.replace('alice', { nickname: 'Alice', avatarUrl: 'https://example.com/a.png', locale: 'en' });

    // Act
    const { message, audience } = await prepare(ports, input({ mentions: ['bob'], offlinePush: { title: 'T' } }));

    // Assess
    expect(message).toEqual({
      messageId: '00000000-0000-4000-8000-000000000001',
      from: 'alice',
      apnsCollapseId: messageCollapseId({
        from: 'alice',
        conversationId: conversationIdOf(message.from, message.group?.groupId),
        givenId: message.messageId,
      }),
      sender: { nickname: 'Alice', avatarUrl: 'https://example.com/a.png', card: undefined },
      elements: [{ type: 'text', text: 'hi' }],
      mentions: ['bob'],
      onlineUserOnly: false,
      offlinePush: { title: 'T' },
      createdAtMs: startMs,
    });
    expect(audience).toEqual({ userIds: ['bob'] });
  });

  it('is unchanged by a queue', async () => {
    // Prepare
    const ports = await withFamily();
    const { message } = await prepare(ports, input({ to: { groupId: 'family' } }));

    // Act
    const read = JSON.parse(JSON.stringify(message));

    // Assess
    expect(read).toEqual(message);
  });

  it('goes once to each of several users', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const { audience } = await prepare(ports, input({ to: { userIds: ['bob', 'carol', 'bob'] } }));

    // Assess
    expect(audience).toEqual({ userIds: ['bob', 'carol'] });
  });

  it("to a group knows its name and the sender's card in it", async () => {
    // Prepare
    const ports = await withFamily();

    // Act
    const { message, audience } = await prepare(ports, input({ to: { groupId: 'family' } }));

    // Assess
    expect(message).toMatchObject({ sender: { card: 'Mum' }, group: { groupId: 'family', name: 'Family' } });
    expect(audience).toEqual({ groupId: 'family' });
  });
});

describe('a group', () => {
  it.each([
    ['that does not exist', input({ to: { groupId: 'nobody' } })],
    ['that the sender is not a member of', input({ from: 'mallory', to: { groupId: 'family' } })],
    ['that does not exist, for a server', input({ isFromServer: true, to: { groupId: 'nobody' } })],
  ])('%s is refused with the same error', async (_what, message) => {
    // Prepare
    const ports = await withFamily();

    // Act
    const result = await prepareMessage(ports, message);

    // Assess
    const { groupId } = message.to;
    expect(result).toEqual({
      refusal: 'unknown_group',
      detail: `You are not a member of a group ${groupId}.`,
      extensions: { errors: [{ path: '/to/groupId', message: 'is not one of your groups' }] },
    });
  });

  it('accepts messages of a server on behalf of any user', async () => {
    // Prepare
    const ports = await withFamily();

    // Act
    const { message } = await prepare(ports, input({ from: 'system', isFromServer: true, to: { groupId: 'family' } }));

    // Assess
    expect(message).toMatchObject({ from: 'system', group: { name: 'Family' } });
  });
});

describe('a policy', () => {
  async function withPolicies(): Promise<MemoryPorts> {
    const ports = memoryPorts();
    await ports.policies.put('calls', { pushType: 'voip', voip: { hasVideo: true }, forUsers: true });
    await ports.policies.put('off', { disabled: true, forUsers: true });
    await ports.policies.put('template', {
      desc: '{{name}} has sent you {{what}}',
      variables: { what: 'a gift' },
      forUsers: true,
    });
    return ports;
  }

  it.each<[string, OfflinePush, OfflinePush, boolean]>([
    [
      'makes a ring of a message',
      { policyId: 'calls', voip: { callerName: 'Alice' } },
      { policyId: 'calls', pushType: 'voip', voip: { hasVideo: true, callerName: 'Alice' } },
      false,
    ],
    ['switches a push off', { policyId: 'off' }, { policyId: 'off', disabled: true }, true],
    ['is overridden by the message', { policyId: 'off', disabled: false }, { policyId: 'off', disabled: false }, false],
    [
      'that agrees with the message adds nothing',
      { policyId: 'off', disabled: true },
      { policyId: 'off', disabled: true },
      false,
    ],
    [
      'is a template',
      { policyId: 'template', variables: { name: 'Alice' } },
      {
        policyId: 'template',
        desc: '{{name}} has sent you {{what}}',
        variables: { what: 'a gift', name: 'Alice' },
      },
      false,
    ],
  ])('%s', async (_what, offlinePush, merged, isDisabledByPolicy) => {
    // Prepare
    const ports = await withPolicies();

    // Act
    const { message } = await prepare(ports, withPush(offlinePush));

    // Assess
    expect(message.offlinePush).toEqual(merged);
    expect(message.isDisabledByPolicy).toBe(isDisabledByPolicy);
  });

  it('that does not exist is refused', async () => {
    // Prepare
    const ports = await withPolicies();

    // Act
    const result = await prepareMessage(ports, withPush({ policyId: 'nobody' }));

    // Assess
    expect(result).toMatchObject({
      refusal: 'unknown_policy',
      extensions: { errors: [{ path: '/offlinePush/policyId', message: 'is not a policy of this stage' }] },
    });
  });

  it.each<[string, OfflinePush, string]>([
    ['a call, but not a ring', { policyId: 'calls', pushType: 'alert' }, '/offlinePush/voip'],
    ['a template with a name missing', { policyId: 'template' }, '/offlinePush/variables'],
  ])('is refused where it conflicts with the message: %s', async (_what, offlinePush, path) => {
    // Prepare
    const ports = await withPolicies();

    // Act
    const result = await prepareMessage(ports, withPush(offlinePush));

    // Assess
    expect(result).toMatchObject({ refusal: 'policy_conflict', extensions: { errors: [{ path }] } });
  });
});

describe('a message that no phone could get', () => {
  it.each<[string, MessageInput, string]>([
    ['ext', withPush({ title: 'x'.repeat(1000), ext: 'x'.repeat(4096) }), '/offlinePush/ext'],
    ['ext of a ring', withPush({ pushType: 'voip', ext: 'x'.repeat(5120) }), '/offlinePush/ext'],
    ['the picture', withPush({ image: `https://example.com/${'x'.repeat(4096)}`, ext: 1 }), '/offlinePush/image'],
    ["the app's text", withPush({ locKey: 'K', locArgs: ['x'.repeat(4096)] }), '/offlinePush/locArgs'],
  ])('is refused, naming the oversized part: %s', async (_what, message, path) => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const result = await prepareMessage(ports, message);

    // Assess
    expect(result).toMatchObject({ refusal: 'push_too_large', extensions: { errors: [{ path }] } });
    expect(JSON.stringify(result)).not.toContain('xxx');
  });

  it('that is too large because of its texts is shortened instead', async () => {
    // Prepare
    const ports = memoryPorts();
    const long = '长'.repeat(1000);

    // Act
    const result = await prepareMessage(ports, withPush({ title: long, subtitle: long, desc: long }));

    // Assess
    expect(isRefusal(result)).toBe(false);
  });
});

describe('a mention of everybody', () => {
  async function inNews(whoMentionsAll?: 'everybody' | 'owner', ownerId: string | undefined = 'alice') {
    const ports = memoryPorts();
    await ports.groups.create({ groupId: 'news', name: 'News', ownerId, whoMentionsAll });
    await ports.groups.putMember('news', { userId: 'bob' });
    return ports;
  }
  const toNews = (from: string, more: Partial<MessageInput> = {}) =>
    input({ from, to: { groupId: 'news' }, mentions: ['@all'], ...more });

  it.each<[string, Parameters<typeof inNews>, MessageInput, string | undefined]>([
    ['of a member, by default', [], toNews('bob'), undefined],
    ['of a member, where everybody may', ['everybody'], toNews('bob'), undefined],
    ['of a member, where the owner may', ['owner'], toNews('bob'), 'mention_all_not_allowed'],
    ['of the owner', ['owner'], toNews('alice'), undefined],
    ['of a server', ['owner'], toNews('bob', { isFromServer: true }), undefined],
    ['of nobody', ['owner'], toNews('bob', { mentions: ['alice'] }), undefined],
    ['of a stranger, who learns nothing of the rule', ['owner'], toNews('mallory'), 'unknown_group'],
    ['to named users', ['owner'], input({ from: 'bob', mentions: ['@all'] }), undefined],
  ])('%s', async (_what, group, message, refusal) => {
    // Prepare
    const ports = await inNews(...group);

    // Act
    const result = await prepareMessage(ports, message);

    // Assess
    expect(isRefusal(result) ? result.refusal : undefined).toBe(refusal);
  });
});
