/** Counts what AWS would bill for what Ringpost does, each thing some times over. */
import { randomUUID } from 'node:crypto';
import { startParts } from '../../lab/parts.ts';
import type { Use } from './ofUse.ts';
import { startUseWorld } from './useWorld.ts';

const repetitions = 20;
const groupId = 'everybody';
const groupMembers = 1_000;

export async function countUses(folder: string): Promise<Use[]> {
  return startParts(async (parts) => {
    const world = await startUseWorld(folder, parts);
    await world.makeUser('bob', 1);
    await world.makeUser('carol', 2);
    await world.makeGroup(groupId, groupMembers);
    const message = (to: object, key?: string) =>
      world.ask(
        'messages',
        'POST /v1/messages',
        'alice',
        { to, elements: [{ type: 'text', text: 'Are you there?' }] },
        key,
      );
    const call = () =>
      world.ask('calls', 'POST /v1/calls', 'alice', {
        to: { userId: 'carol' },
        callerName: 'Alice',
        timeoutSeconds: 1,
      });
    const uses = [
      await world.count('a message to a user with one phone', repetitions, () => message({ userId: 'bob' })),
      await world.count('the same with an Idempotency-Key', repetitions, () =>
        message({ userId: 'bob' }, randomUUID()),
      ),
      await world.count('a call to a user with two phones, which nobody answers', repetitions, call),
      await world.count('a call to a user with two phones, answered and ended', repetitions, async () => {
        const { callId } = (await call()) as { callId: string };
        for (const action of ['answer', 'end']) {
          await world.ask('calls', `POST /v1/calls/{callId}/${action}`, 'carol', { deviceId: 'carol-0' }, undefined, {
            callId,
          });
        }
      }),
      perPush(await world.count(`a message to a group of ${groupMembers}`, 2, () => message({ groupId }))),
    ];
    await parts.stopAll();
    return uses;
  });
}

/** Large sends are compared by the push. */
function perPush(use: Use): Use {
  const share = (value: number): number => value / use.pushes;
  return {
    what: `a push of ${use.what}`,
    pushes: 1,
    units: Object.fromEntries(Object.entries(use.units).map(([name, value]) => [name, share(value)])) as Use['units'],
    logBytes: share(use.logBytes),
    invokedGigabytes: share(use.invokedGigabytes),
  };
}
