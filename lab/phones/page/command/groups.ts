import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { ringpostApi } from '../ringpostApi.ts';
import type { LabGroup } from './recipients.ts';

/** The API lists no groups, so the page remembers the ones that it created. */
const storageName = 'ringpost-lab-groups';

type Remembered = Pick<LabGroup, 'groupId' | 'ownerId'>;

export type NewGroup = Omit<LabGroup, 'groupId'>;

/** The groups that this page created and that the lab still has. */
export function useGroups() {
  const [groups, setGroups] = useState<LabGroup[]>([]);

  useEffect(() => {
    void Promise.all(remembered().map(readGroup)).then((found) => {
      const known = found.filter((group) => group !== undefined);
      setGroups((made) => [...known, ...made]);
    });
  }, []);

  const addGroup = useCallback(async (wanted: NewGroup): Promise<LabGroup | Problem> => {
    const group = { ...wanted, groupId: groupIdFor(wanted.name) };
    const problem = await makeGroup(group);
    if (problem) return problem;
    remember(group);
    setGroups((before) => [...before, group]);
    return group;
  }, []);

  return { groups, addGroup };
}

async function makeGroup({ groupId, name, ownerId, members }: LabGroup): Promise<Problem | undefined> {
  const made = await ringpostApi.putGroup(ownerId, groupId, name);
  if (!made.ok) return made.problem;
  const added = await Promise.all(
    members.map(({ userId, card }) => ringpostApi.putMember(ownerId, groupId, userId, card)),
  );
  return added.find((answer) => !answer.ok)?.problem;
}

async function readGroup({ groupId, ownerId }: Remembered): Promise<LabGroup | undefined> {
  const [group, list] = await Promise.all([
    ringpostApi.readGroup(ownerId, groupId),
    ringpostApi.readMembers(ownerId, groupId),
  ]);
  if (!group.ok || !list.ok) return undefined;
  return { groupId, ownerId, name: group.value.name, members: list.value.members };
}

/** `Family` → `family-3f9a`: readable in the list of pushes. */
function groupIdFor(name: string): string {
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'group';
  return `${slug}-${crypto.randomUUID().slice(0, 4)}`;
}

function remembered(): Remembered[] {
  return JSON.parse(localStorage.getItem(storageName) ?? '[]');
}

function remember({ groupId, ownerId }: Remembered): void {
  localStorage.setItem(storageName, JSON.stringify([...remembered(), { groupId, ownerId }]));
}
