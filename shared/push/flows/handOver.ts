import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../ports.ts';
import type { ExternalAnswer } from '../rules/devicePush.ts';
import { type ExternalPush, wantedPush } from '../rules/externalPush.ts';

export type HandOverPorts = Pick<PlatformPorts, 'clock'> & Pick<PushPorts, 'handedOver' | 'wantedPushes'>;

const nextStep = { handedOver: 'done', no_event_bus: 'alarm', queue_failed: 'retry_later' } as const;

/**
 * Hands a push to the team's function. First it is stored, then queued: the function may answer at once. A push that is
 * handed over twice has the same `eventId` both times.
 */
export async function handOver(ports: HandOverPorts, push: ExternalPush): Promise<ExternalAnswer> {
  const { wantedId: apnsId } = push;
  const isWanted = await ports.handedOver.begin(push);
  const failure = isWanted ? await ports.wantedPushes.publish(wantedPush(push, ports.clock.nowMs())) : undefined;
  const verdict = { next: nextStep[failure ?? 'handedOver'], closeConnection: false, resends: 0 };
  return failure === undefined
    ? { outcome: { kind: 'handedOver', apnsId }, verdict }
    : { outcome: { kind: 'notHandedOver', apnsId, cause: failure }, verdict };
}
