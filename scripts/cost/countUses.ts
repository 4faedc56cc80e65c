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
  gigabytes: { pushing: 0, other: (authorizations * functionSettings.ringAuthorizer.memoryMb) / 1024 },
};
/** On a slow machine, too, each phone reports within three seconds: later, the insurance of its ring would push. */
const callsAtOnce = 5;
/**
 * Longer than `reportWithinMs`, after which the insurance of a ring acts: it does the same for every longer call. Each
 * count waits until its calls have ended.
 */
const ringSeconds = 5;
/** The most that `POST /v1/server/messages/batch` takes. */
const messagesInBatch = 10;
/** Cases with a bar: scripts/cost/bars.ts. */
export const names = {
  message: 'a message to a user with one phone',
  inBatches: "a server's message, in batches of ten",
  unanswered: 'an unanswered call of 60 s, with two phones that listen',
} as const;
const groupId = 'everybody';

/** @param folder for its own files. @param bundles folder of the bundled functions. */
export async function countUses(folder: string, bundles: string, groupMembers = 1_000): Promise<Use[]> {
  return startParts(async (parts) => {
    const world = await startUseWorld(folder, bundles, parts);
    await world.makeUser('bob', 1);
    const people = Array.from({ length: repetitions }, (_, index) => index);
    await Promise.all(
      [...people, ...people.map((index) => repetitions + index)].map((index) => world.makeUser(`writer-${index}`, 1)),
    );
    await Promise.all(people.map((index) => world.makeUser(`callee-${index}`, 2)));
    await world.makeGroup(groupId, groupMembers);
    const content = { elements: [{ type: 'text', text: 'Are you there?' }] };
    // Each has its own sender: nothing that is kept of a sender helps, and no user's rate is counted.
    const message = (index: number, to: object, key?: string) =>
      world.ask('messages', 'POST /v1/messages', `writer-${index}`, { to, ...content }, key);
    const messagesSent: string[] = [];
    const serverMessage = (index: number) => ({ from: `writer-${index}`, to: { userId: 'bob' }, ...content });
    const report = (userId: string, receipt: object) =>
      world.ask('receipts', 'POST /v1/receipts', userId, { receipts: [{ ...receipt, at: new Date().toISOString() }] });

    // Phones that have reported a call before: their rings are insured.
    const calleeOf = (index: number): string => `callee-${index % repetitions}`;
    /** Rings both phones of a user. Each asks once, and reports. */
    const ring = async (index: number): Promise<string> => {
      const calleeId = calleeOf(index);
      const call = { to: { userId: calleeId }, callerName: 'Alice', timeoutSeconds: ringSeconds };
      const { callId } = (await world.ask('calls', 'POST /v1/calls', randomUUID(), call)) as { callId: string };
      const deviceIds = [`${calleeId}-0`, `${calleeId}-1`];
      for (const deviceId of deviceIds) await report(calleeId, { callId, deviceId, event: 'callReported' });
      for (const _ of deviceIds) await poll();
      return callId;
    };
    const poll = () =>
      world.ask('rings', 'GET /v1/rings/{ticket}', 'anybody', undefined, undefined, { ticket: world.ticket() });
    const answerAndEnd = async (index: number) => {
      const callId = await ring(index);
      const device = { deviceId: `${calleeOf(index)}-0` };
      for (const action of ['answer', 'end']) {
        const routeKey = `POST /v1/calls/{callId}/${action}`;
        await world.ask('calls', routeKey, calleeOf(index), device, undefined, { callId });
      }
    };

    const uses = [
      await world.count(names.message, repetitions, async (index) => {
        messagesSent.push(((await message(index, { userId: 'bob' })) as { messageId: string }).messageId);
      }),
      await world.count('the same with an Idempotency-Key', repetitions, (index) =>
        message(index, { userId: 'bob' }, randomUUID()),
      ),
      await world.count("a server's message to a user with one phone", repetitions, (index) =>
        world.sendAsServer(serverMessage(index), 'api'),
      ),
      await world.count('the same at the URL of the function', repetitions, (index) =>
        world.sendAsServer(serverMessage(index), 'functionUrl'),
      ),
      shareOf(
        names.inBatches,
        messagesInBatch,
        await world.count('a batch of messages', 2, (round) =>
          world.sendAsServer(
            {
              messages: Array.from({ length: messagesInBatch }, (_, index) =>
                serverMessage((round * messagesInBatch + index) % (2 * repetitions)),
              ),
            },
            'api',
            'POST /v1/server/messages/batch',
          ),
        ),
      ),
      await world.count('a receipt of a message', repetitions, () =>
        report('bob', { messageId: messagesSent.pop(), deviceId: 'bob-0', event: 'shown' }),
      ),
      await world.count('a presence', repetitions, (index) =>
        world.setPresence(`writer-${index}`, `writer-${index}-0`, 'background'),
      ),
      await world.count('a registration of a known device', repetitions, (index) =>
        world.register(`writer-${index}`, `writer-${index}-0`),
      ),
    ];
    const unanswered = await world.count(
      'a call to two phones that report it and ask once, unanswered',
      repetitions,
      ring,
      callsAtOnce,
    );
    const answered = await world.count('the same, answered and ended', repetitions, answerAndEnd, callsAtOnce);
    const onePoll = await world.count('a phone asks for the state of its ring', repetitions, poll);
    uses.push(
      unanswered,
      answered,
      onePoll,
      listening,
      sumOf(names.unanswered, unanswered, [[listening, 2]]),
      sumOf('an unanswered call of 60 s, with two phones that ask', unanswered, [[onePoll, 2 * (pollsOfMinute - 1)]]),
      sumOf('a call answered after 10 s and ended, with two phones that listen', answered, [[listening, 2]]),
      perPush(await world.count(`a message to a group of ${groupMembers}`, 2, (index) => message(index, { groupId }))),
    );
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
    gigabytes: {
      pushing: total(({ gigabytes }) => gigabytes.pushing),
      other: total(({ gigabytes }) => gigabytes.other),
    },
  };
}

/** Large sends are compared per push. */
function perPush(use: Use): Use {
  return shareOf(`a push of ${use.what}`, use.pushes, use);
}

function shareOf(what: string, parts: number, use: Use): Use {
  const share = (value: number): number => value / parts;
  return {
    what,
    pushes: share(use.pushes),
    units: Object.fromEntries(Object.entries(use.units).map(([name, value]) => [name, share(value)])) as Use['units'],
    logBytes: share(use.logBytes),
    gigabytes: { pushing: share(use.gigabytes.pushing), other: share(use.gigabytes.other) },
  };
}
