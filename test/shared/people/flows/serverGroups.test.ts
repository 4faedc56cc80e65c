import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putGroup, putMember, readGroup } from '../../../../shared/people/flows/groups.ts';
import {
  changeMembers,
  deleteAnyGroup,
  listAnyMembers,
  putAnyGroup,
  readAnyGroup,
} from '../../../../shared/people/flows/serverGroups.ts';
import { maxGroupMembers } from '../../../../shared/people/rules/limits.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const groupId = 'family';
const listOf = async (ports: ReturnType<typeof memoryPorts>) => {
  const page = await listAnyMembers(ports, groupId, { limit: 500 });
  return 'refusal' in page ? page : page.members;
};

describe('a server', () => {
  it('creates a group of its own, which only members see', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const made = await putAnyGroup(ports, { groupId, name: 'News' });
    const changed = await changeMembers(ports, groupId, { add: [{ userId: 'bob', card: 'B' }], remove: [] });

    // Assess
    expect(made).toMatchObject({ groupId, name: 'News', memberCount: 0 });
    expect(changed).toMatchObject({ memberCount: 1 });
    expect(await readGroup(ports, 'bob', groupId)).toMatchObject({ name: 'News' });
    expect(await readGroup(ports, 'eve', groupId)).toMatchObject({ refusal: 'unknown_group' });
    expect(await putGroup(ports, 'bob', { groupId, name: 'Mine' })).toMatchObject({ refusal: 'not_group_owner' });
  });

  it("renames a user's group, and gives it to another owner, who becomes a member", async () => {
    // Prepare
    const ports = memoryPorts();
    await putGroup(ports, 'alice', { groupId, name: 'Family' });

    // Act
    const result = await putAnyGroup(ports, { groupId, name: 'The family', ownerId: 'bob' });

    // Assess
    expect(result).toMatchObject({ name: 'The family', ownerId: 'bob', memberCount: 2 });
    expect(await listOf(ports)).toEqual([{ userId: 'alice' }, { userId: 'bob' }]);
  });

  it('takes a group over by leaving its owner out', async () => {
    // Prepare
    const ports = memoryPorts();
    await putGroup(ports, 'alice', { groupId, name: 'Family' });

    // Act
    const result = await putAnyGroup(ports, { groupId, name: 'Family' });

    // Assess
    expect(result).toMatchObject({ ownerId: undefined, memberCount: 1 });
  });

  it('refuses a request that removes the owner of a group as a whole', async () => {
    // Prepare
    const ports = memoryPorts();
    await putGroup(ports, 'alice', { groupId, name: 'Family' });
    await putMember(ports, 'alice', groupId, { userId: 'bob' });

    // Act
    const result = await changeMembers(ports, groupId, { add: [{ userId: 'carol' }], remove: ['bob', 'alice'] });

    // Assess
    expect(result).toMatchObject({ refusal: 'group_owner_stays' });
    expect(await listOf(ports)).toEqual([{ userId: 'alice' }, { userId: 'bob' }]);
  });

  it('fills a group only up to its limit', async () => {
    // Prepare
    const ports = memoryPorts();
    await putAnyGroup(ports, { groupId, name: 'All' });
    const users = Array.from({ length: maxGroupMembers - 1 }, (_, n) => ({ userId: `user-${n}` }));
    await ports.groups.changeMembers(groupId, { add: users, remove: [] });

    // Act
    const tooMany = await changeMembers(ports, groupId, { add: [{ userId: 'a' }, { userId: 'b' }], remove: [] });
    const exchanged = await changeMembers(ports, groupId, {
      add: [{ userId: 'a' }, { userId: 'b' }],
      remove: ['user-0'],
    });

    // Assess
    expect(tooMany).toMatchObject({ refusal: 'limit_reached' });
    expect(exchanged).toMatchObject({ memberCount: maxGroupMembers });
  });

  it('removes nobody with a request whose additions do not fit', async () => {
    // Prepare
    const ports = memoryPorts();
    await putAnyGroup(ports, { groupId, name: 'All' });
    const users = Array.from({ length: maxGroupMembers }, (_, n) => ({ userId: `user-${n}` }));
    await ports.groups.changeMembers(groupId, { add: users, remove: [] });

    // Act
    const result = await changeMembers(ports, groupId, {
      add: [{ userId: 'a' }, { userId: 'b' }],
      remove: ['user-0'],
    });

    // Assess
    expect(result).toMatchObject({ refusal: 'limit_reached' });
    expect(await ports.groups.findMember(groupId, 'user-0')).toEqual({ userId: 'user-0' });
  });

  it('deletes any group', async () => {
    // Prepare
    const ports = memoryPorts();
    await putGroup(ports, 'alice', { groupId, name: 'Family' });

    // Act
    const first = await deleteAnyGroup(ports, groupId);
    const again = await deleteAnyGroup(ports, groupId);

    // Assess
    expect(first).toBeUndefined();
    expect(again).toMatchObject({ refusal: 'unknown_group', detail: 'There is no group family.' });
    expect(await readAnyGroup(ports, groupId)).toMatchObject({ refusal: 'unknown_group' });
    expect(await changeMembers(ports, groupId, { add: [], remove: [] })).toMatchObject({ refusal: 'unknown_group' });
  });
});

it('a group holds the users last added and not removed since, after any changes', async () => {
  const userIds = fc.constantFrom('a', 'b', 'c', 'd');
  const change = fc.tuple(fc.uniqueArray(userIds), fc.uniqueArray(userIds)).map(([add, rest]) => ({
    add: add.map((userId) => ({ userId })),
    remove: rest.filter((userId) => !add.includes(userId)),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(change), async (changes) => {
      // Prepare
      const ports = memoryPorts();
      await putAnyGroup(ports, { groupId, name: 'Group' });
      const expected = new Set<string>();

      // Act
      for (const each of changes) {
        await changeMembers(ports, groupId, each);
        for (const userId of each.remove) expected.delete(userId);
        for (const { userId } of each.add) expected.add(userId);
      }

      // Assess
      expect(await listOf(ports)).toEqual([...expected].sort().map((userId) => ({ userId })));
      expect(await readAnyGroup(ports, groupId)).toMatchObject({ memberCount: expected.size });
    }),
  );
});
