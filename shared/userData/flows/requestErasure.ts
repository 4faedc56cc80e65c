/** A request to erase a user: the worker of the delivery queue carries it out. */
import type { MessagePorts } from '../../messages/ports.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { UserDataPorts } from '../ports.ts';
import type { Erasure } from '../rules/erasure.ts';

export type RequestErasurePorts = Pick<UserDataPorts, 'erasures'> &
  Pick<MessagePorts, 'deliveries'> &
  Pick<PlatformPorts, 'clock' | 'newId'>;

/** Safe to repeat: a later request takes the place of an earlier one, whose task then does nothing more. */
export async function requestErasure(ports: RequestErasurePorts, userId: string): Promise<Erasure> {
  const requestedAtMs = ports.clock.nowMs();
  const erasureId = ports.newId();
  await ports.erasures.start(userId, { erasureId, requestedAtMs });
  const task = { task: 'erase', erasureId, userId, requestedAtMs, isSweep: false } as const;
  await ports.deliveries.enqueue([{ task, delaySeconds: 0 }]);
  return { erasureId, state: 'running', requestedAtMs, counts: {} };
}
