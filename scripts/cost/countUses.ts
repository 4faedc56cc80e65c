/** Counts what AWS would bill for Ringpost's work, running each case several times. */
import { randomUUID } from 'node:crypto';
import { startParts } from '../../lab/parts.ts';
import { functionSettings } from '../../shared/api/functionSettings.ts';
import type { Use } from './ofUse.ts';
import { startUseWorld } from './useWorld.ts';

const repetitions = 20;
/** At once, each second for five seconds, and every three from then on: docs/calls.md, "What the app does". */
const pollsOfMinute = 1 + 5 + Math.floor((60 - 5) / 3);

/** AppSync asks the function `ringAuthorizer` about the connection and about the subscription. */
const authorizations = 2;
const listening: Use = {
  what: 'a phone listens for a minute, and hears the end of its ring',
  pushes: 0,
  units: {
    apiRequests: 0,
    invocations: authorizations,
    queueRequests: 0,
    readUnits: 0,
    writeUnits: 0,
    events: 0,
    secretReads: 0,
    // A connect, a subscription and a delivery; the publish is the call's.
    channelOperations: 3,
    channelMinutes: 1,
  },
  logBytes: 0,
  invokedGigabytes: (authorizations * functionSettings.ringAuthorizer.memoryMb) / 1024,
};
const groupId = 'everybody';
const groupMembers = 1_000;

export async function countUses(folder: string): Promise<Use[]> {
  return startParts(async (parts) => {
    const world = await startUseWorld(folder, parts);
    await world.makeUser('alice', 1);
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
      // A user may make only a limited number of calls a minute, so each call has its own caller.
      world.ask('calls', 'POST /v1/calls', randomUUID(), {
        to: { userId: 'carol' },
        callerName: 'Alice',
        timeoutSeconds: 1,
      });
    // Phones report each call once.
    const unreported: string[] = [];
    const unanswered = await world.count(
      'a call to a user with two phones, which nobody answers',
      repetitions,
      async () => {
        unreported.push(((await call()) as { callId: string }).callId);
      },
    );
    const answered = await world.count(
      'a call to a user with two phones, answered and ended',
      repetitions,
      async () => {
        const { callId } = (await call()) as { callId: string };
        for (const action of ['answer', 'end']) {
          await world.ask('calls', `POST /v1/calls/{callId}/${action}`, 'carol', { deviceId: 'carol-0' }, undefined, {
            callId,
          });
        }
      },
    );
    const poll = await world.count('a phone reads the state of its ring', repetitions, () =>
      world.ask('rings', 'GET /v1/rings/{ticket}', 'carol', undefined, undefined, { ticket: world.ticket() }),
    );
    const report = await world.count('a phone reports its call', repetitions, () =>
      world.ask('receipts', 'POST /v1/receipts', 'carol', {
        receipts: [
          { callId: unreported.shift(), deviceId: 'carol-0', event: 'callReported', at: new Date().toISOString() },
        ],
      }),
    );
    const serverMessage = {
      from: 'alice',
      to: { userId: 'bob' },
      elements: [{ type: 'text', text: 'Are you there?' }],
    };
    const uses = [
      await world.count('a message to a user with one phone', repetitions, () => message({ userId: 'bob' })),
      await world.count('the same with an Idempotency-Key', repetitions, () =>
        message({ userId: 'bob' }, randomUUID()),
      ),
      await world.count("a server's message to a user with one phone", repetitions, () =>
        world.sendAsServer(serverMessage, 'api'),
      ),
      await world.count('the same at the URL of the function', repetitions, () =>
        world.sendAsServer(serverMessage, 'functionUrl'),
      ),
      unanswered,
      answered,
      poll,
      report,
      listening,
      sumOf('an unanswered call of 60 s, with two phones that listen', unanswered, [
        [poll, 2],
        [listening, 2],
        [report, 2],
      ]),
      sumOf('an unanswered call of 60 s, with two phones that ask', unanswered, [
        [poll, 2 * pollsOfMinute],
        [report, 2],
      ]),
      sumOf('a call answered after 10 s and ended, with two phones that listen', answered, [
        [poll, 2],
        [listening, 2],
        [report, 2],
      ]),
      perPush(await world.count(`a message to a group of ${groupMembers}`, 2, () => message({ groupId }))),
    ];
    await parts.stopAll();
    return uses;
  });
}

/** Cost of a case together with others that follow from it, each with its number. */
export function sumOf(what: string, use: Use, others: readonly (readonly [Use, number])[]): Use {
  const total = (value: (one: Use) => number): number =>
    others.reduce((sum, [one, times]) => sum + value(one) * times, value(use));
  const names = Object.keys(use.units) as (keyof Use['units'])[];
  return {
    what,
    pushes: total(({ pushes }) => pushes),
    units: Object.fromEntries(names.map((name) => [name, total(({ units }) => units[name])])) as Use['units'],
    logBytes: total(({ logBytes }) => logBytes),
    invokedGigabytes: total(({ invokedGigabytes }) => invokedGigabytes),
  };
}

/** Large sends are compared per push. */
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
