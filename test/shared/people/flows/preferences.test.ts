import { describe, expect, it } from 'vitest';
import { blockUser, putConversation, readConversation } from '../../../../shared/people/flows/preferences.ts';
import { maxBlocks, maxConversationSettings } from '../../../../shared/people/rules/limits.ts';
import { isoTime } from '../../../../shared/platform/isoTime.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

describe('the settings of a conversation', () => {
  it('take no space when they equal the defaults', async () => {
    // Prepare
    const ports = memoryPorts();
    await putConversation(ports, 'bob', 'group:family', { receive: 'none' });

    // Act
    const result = await putConversation(ports, 'bob', 'group:family', { receive: 'push' });

    // Assess
    expect(result).toEqual({ receive: 'push' });
    expect(await ports.conversations.find('bob', 'group:family')).toBeUndefined();
  });

  it('mean nothing once they have ended', async () => {
    // Prepare
    const ports = memoryPorts();
    const until = isoTime(ports.clock.nowMs() + 60_000);
    await putConversation(ports, 'bob', 'user:alice', { receive: 'none', until });

    // Act
    const before = await readConversation(ports, 'bob', 'user:alice');
    ports.clock.advance(60_000);
    const after = await readConversation(ports, 'bob', 'user:alice');

    // Assess
    expect(before).toEqual({ receive: 'none', until });
    expect(after).toEqual({ receive: 'push' });
  });

  it('replace earlier ones by the usual ones if they end in the past', async () => {
    // Prepare
    const ports = memoryPorts();
    await putConversation(ports, 'bob', 'user:alice', { receive: 'silent' });

    // Act
    const until = isoTime(ports.clock.nowMs());
    const result = await putConversation(ports, 'bob', 'user:alice', { receive: 'none', until });

    // Assess
    expect(result).toEqual({ receive: 'push' });
    expect(await ports.conversations.find('bob', 'user:alice')).toBeUndefined();
  });

  it('are refused beyond the limit, but existing ones can be changed', async () => {
    // Prepare
    const ports = memoryPorts();
    for (let n = 0; n < maxConversationSettings; n += 1) {
      await putConversation(ports, 'bob', `user:${n}`, { receive: 'none' });
    }

    // Act
    const added = await putConversation(ports, 'bob', 'user:more', { receive: 'none' });
    const changed = await putConversation(ports, 'bob', 'user:1', { receive: 'silent' });

    // Assess
    expect(added).toMatchObject({ refusal: 'limit_reached' });
    expect(changed).toEqual({ receive: 'silent' });
    expect(await ports.conversations.find('bob', 'user:more')).toBeUndefined();
  });
});

describe("a group's default level", () => {
  async function quietGroup() {
    const ports = memoryPorts();
    await ports.groups.create({ groupId: 'news', name: 'News', ownerId: 'alice', defaultLevel: 'mentions' });
    await ports.groups.putMember('news', { userId: 'bob' });
    return ports;
  }
  const mentions = { receive: 'none', mentionsStillPush: true };

  it('is what its members read, and nobody else', async () => {
    // Prepare
    const ports = await quietGroup();

    // Act
    const read = await Promise.all(
      ['alice', 'bob', 'mallory'].map((userId) => readConversation(ports, userId, 'group:news')),
    );

    // Assess
    expect(read).toEqual([mentions, mentions, { receive: 'push' }]);
  });

  it("gives way to a member's own level, also to the usual one of other conversations", async () => {
    // Prepare
    const ports = await quietGroup();

    // Act
    const put = await putConversation(ports, 'bob', 'group:news', { receive: 'push' });

    // Assess
    expect(put).toEqual({ receive: 'push' });
    expect(await readConversation(ports, 'bob', 'group:news')).toEqual({ receive: 'push' });
  });

  it('applies again to a member who chooses it, and takes no space', async () => {
    // Prepare
    const ports = await quietGroup();
    await putConversation(ports, 'bob', 'group:news', { receive: 'push' });

    // Act
    await putConversation(ports, 'bob', 'group:news', { receive: 'none', mentionsStillPush: true });

    // Assess
    expect(await ports.conversations.find('bob', 'group:news')).toBeUndefined();
  });
});

describe('a block', () => {
  it('is refused beyond the limit, unless it exists already', async () => {
    // Prepare
    const ports = memoryPorts();
    for (let n = 0; n < maxBlocks; n += 1) await ports.blocks.put('bob', `user-${n}`);

    // Act
    const [added, again] = [await blockUser(ports, 'bob', 'mallory'), await blockUser(ports, 'bob', 'user-7')];

    // Assess
    expect(added).toMatchObject({ refusal: 'limit_reached' });
    expect(again).toBeUndefined();
    expect(ports.blocks.has('bob', 'mallory')).toBe(false);
  });
});
