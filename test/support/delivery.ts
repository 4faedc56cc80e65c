/** What the tests of delivery behind the request have in common. */
import type { WorkTime } from '../../shared/delivery/flows/deliverChunk.ts';
import { deliverTask } from '../../shared/delivery/flows/deliverTask.ts';
import type { ChunkTask, DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { aDevice, aMessage, aToken, startMs } from './factories.ts';
import { type MemoryPorts, memoryPorts } from './memory/ports.ts';

/** Deadlines of a worker that has just started, and lives for half a minute. */
export function workTime(
  ports: Pick<MemoryPorts, 'clock' | 'newId'>,
  changes: { holder?: string; beginForMs?: number } = {},
): WorkTime {
  const nowMs = ports.clock.nowMs();
  const { holder = ports.newId(), beginForMs = 18_000 } = changes;
  return { lease: { holder, untilMs: nowMs + 30_000 }, beginUntilMs: nowMs + beginForMs };
}

export const userNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `user-${String(index).padStart(5, '0')}`);

/** Gives each of them a phone whose token is proven. */
export function addPhones(ports: MemoryPorts, userIds: readonly string[]): void {
  for (const userId of userIds) {
    const deviceId = `${userId}-phone`;
    const alert = aToken(deviceId, { state: 'proven' });
    ports.devices.add(aDevice({ userId, deviceId, tokens: { alert, voip: aToken(`${deviceId} voip`) } }));
  }
}

/** Makes the group and lets these users join. */
export async function makeGroup(ports: MemoryPorts, groupId: string, userIds: readonly string[]): Promise<void> {
  await ports.groups.create({ groupId, name: 'Everybody', ownerId: userIds[0] ?? '' });
  for (const userId of userIds) await ports.groups.putMember(groupId, { userId });
}

/** A message to many that is kept, and one chunk of its recipients. */
export async function aChunk(
  ports: MemoryPorts,
  recipients: readonly string[],
  changes: Partial<ChunkTask> = {},
): Promise<ChunkTask> {
  const message = aMessage();
  const { messageId, from } = message;
  await ports.messages.put({
    messageId,
    from,
    to: [],
    groupId: 'everybody',
    createdAtMs: startMs,
    targets: [],
    timeline: [],
    expansions: { send: { chunks: 1, recipients: recipients.length, isComplete: true } },
  });
  return {
    task: 'chunk',
    job: { kind: 'send', message },
    chunk: 0,
    recipients,
    listsAll: false,
    putBack: 0,
    ...changes,
  };
}

/** A worker that takes what is in the queue, whatever its delay, until it is empty. */
export async function workOff(ports: MemoryPorts): Promise<DeliveryTask[]> {
  const done: DeliveryTask[] = [];
  for (let next = ports.deliveries.enqueued.shift(); next; next = ports.deliveries.enqueued.shift()) {
    ports.clock.advance(next.delaySeconds * 1000);
    const end = await deliverTask(ports, next.task, workTime(ports));
    // As the visibility timeout of the queue does: nobody who holds a lease lives that long.
    if (end === 'held') ports.deliveries.enqueued.push({ ...next, delaySeconds: 180 });
    done.push(next.task);
  }
  return done;
}

/** Where time does not pass by itself: answers come at once, and who waits for anything else waits for ever. */
export function timelessPorts(): MemoryPorts {
  const ports = memoryPorts();
  ports.clock.waitMs = () => new Promise(() => {});
  return ports;
}
