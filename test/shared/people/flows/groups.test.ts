import { describe, expect, it } from 'vitest';
import {
  deleteGroup,
  listMembers,
  putGroup,
  putMember,
  readGroup,
  removeMember,
} from '../../../../shared/people/flows/groups.ts';
import { maxGroupMembers } from '../../../../shared/people/rules/limits.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

/** Alice's group, with Bob in it. */
async function family() {
  const ports = memoryPorts();
  await putGroup(ports, 'alice', { groupId: 'family', name: 'Family' });
  await putMember(ports, 'alice', 'family', { userId: 'bob', card: 'Dad' });
  return ports;
}

describe('a group', () => {
  it('is renamed by its owner', async () => {
    // Prepare
    const ports = await family();

    // Act
    const result = await putGroup(ports, 'alice', { groupId: 'family', name: 'The family' });

    // Assess
    expect(result).toMatchObject({ groupId: 'family', name: 'The family', ownerId: 'alice', memberCount: 2 });
  });

  it.each(['bob', 'mallory'])('cannot be renamed or taken over by %s', async (userId) => {
    // Prepare
    const ports = await family();

    // Act
    const result = await putGroup(ports, userId, { groupId: 'family', name: 'Mine' });

    // Assess
    expect(result).toMatchObject({ refusal: 'not_group_owner' });
    expect(await readGroup(ports, 'bob', 'family')).toMatchObject({ name: 'Family', ownerId: 'alice' });
  });

  it('is deleted only by its owner', async () => {
    // Prepare
    const ports = await family();

    // Act
    const byMember = await deleteGroup(ports, 'bob', 'family');
    const byOwner = await deleteGroup(ports, 'alice', 'family');

    // Assess
    expect(byMember).toMatchObject({ refusal: 'not_group_owner' });
    expect(byOwner).toBeUndefined();
    expect(await readGroup(ports, 'alice', 'family')).toMatchObject({ refusal: 'unknown_group' });
  });

  it('is invisible to users outside it', async () => {
    // Prepare
    const ports = await family();

    // Act
    const answers = await Promise.all([
      readGroup(ports, 'mallory', 'family'),
      deleteGroup(ports, 'mallory', 'family'),
      listMembers(ports, 'mallory', 'family', { limit: 10 }),
      putMember(ports, 'mallory', 'family', { userId: 'mallory' }),
      removeMember(ports, 'mallory', 'family', 'bob'),
    ]);

    // Assess
    expect(answers.map((answer) => answer && 'refusal' in answer && answer.refusal)).toEqual(
      Array(5).fill('unknown_group'),
    );
    expect(await listMembers(ports, 'alice', 'family', { limit: 10 })).toEqual({
      members: [{ userId: 'alice' }, { userId: 'bob', card: 'Dad' }],
    });
  });
});

describe('a member', () => {
  it('sets only their own card and cannot add anyone', async () => {
    // Prepare
    const ports = await family();

    // Act
    const own = await putMember(ports, 'bob', 'family', { userId: 'bob', card: 'Papa' });
    const other = await putMember(ports, 'bob', 'family', { userId: 'alice', card: 'Mum' });
    const added = await putMember(ports, 'bob', 'family', { userId: 'carol' });

    // Assess
    expect(own).toEqual({ userId: 'bob', card: 'Papa' });
    expect([other, added]).toMatchObject([{ refusal: 'not_group_owner' }, { refusal: 'not_group_owner' }]);
  });

  it('is not added after blocking the owner, who gets the usual answer', async () => {
    // Prepare
    const ports = await family();
    for (const userId of ['bob', 'carol']) await ports.blocks.put(userId, 'alice');

    // Act
    const added = await putMember(ports, 'alice', 'family', { userId: 'carol', card: 'C' });
    const other = await putMember(ports, 'alice', 'family', { userId: 'dave', card: 'C' });
    const known = await putMember(ports, 'alice', 'family', { userId: 'bob', card: 'B' });

    // Assess
    expect([added, other]).toEqual([
      { userId: 'carol', card: 'C' },
      { userId: 'dave', card: 'C' },
    ]);
    expect(await readGroup(ports, 'carol', 'family')).toMatchObject({ refusal: 'unknown_group' });
    expect(await ports.groups.findMember('family', 'dave')).toEqual(other);
    expect(await ports.groups.findMember('family', 'bob')).toEqual(known);
  });

  it('leaves, or is removed by the owner', async () => {
    // Prepare
    const ports = await family();
    await putMember(ports, 'alice', 'family', { userId: 'carol' });

    // Act
    const results = [
      await removeMember(ports, 'bob', 'family', 'carol'),
      await removeMember(ports, 'bob', 'family', 'bob'),
      await removeMember(ports, 'alice', 'family', 'carol'),
      await removeMember(ports, 'alice', 'family', 'carol'),
    ];

    // Assess
    expect(results[0]).toMatchObject({ refusal: 'not_group_owner' });
    expect(results.slice(1, 3)).toEqual([undefined, undefined]);
    expect(results[3]).toMatchObject({ refusal: 'unknown_member' });
    expect(await readGroup(ports, 'alice', 'family')).toMatchObject({ memberCount: 1 });
  });

  it('who owns the group cannot leave', async () => {
    // Prepare
    const ports = await family();

    // Act
    const result = await removeMember(ports, 'alice', 'family', 'alice');

    // Assess
    expect(result).toMatchObject({ refusal: 'group_owner_stays' });
    expect(await readGroup(ports, 'alice', 'family')).toMatchObject({ memberCount: 2 });
  });

  it('is refused by a full group, whose members can still set cards', async () => {
    // Prepare
    const ports = await family();
    for (let n = 2; n < maxGroupMembers; n += 1) await ports.groups.putMember('family', { userId: `user-${n}` });

    // Act
    const added = await putMember(ports, 'alice', 'family', { userId: 'late' });
    const changed = await putMember(ports, 'alice', 'family', { userId: 'bob', card: 'Papa' });

    // Assess
    expect(added).toMatchObject({ refusal: 'limit_reached' });
    expect(changed).toEqual({ userId: 'bob', card: 'Papa' });
  });
});
