/** Events about tokens, from the repairs that a user's devices keep. Pure. The token itself is never in an event. */
import type { ApnsEnvironment, Device, RepairName, TokenKind, TokenRepair } from '../../devices/rules/device.ts';
import { type Change, type EventFacts, factsOf } from './eventFacts.ts';
import type { tokenEventTypes } from './eventTypes.ts';

/**
 * `token.dropped`: Apple reports it dead. `token.quarantined`: both hosts rejected it. `token.repaired`: it gets pushes
 * where it did not before, or on the right host.
 */
export type TokenEventType = (typeof tokenEventTypes)[number];

/** The `detail` of every `token.…` event. */
export interface TokenEventDetail extends EventFacts {
  userId: string;
  deviceId: string;
  appId: string;
  kind: TokenKind;
  repair: RepairName;
  /** The host whose answer caused it. */
  environment?: ApnsEnvironment | undefined;
  /** Apple's reason. */
  reason?: string | undefined;
}

export interface TokenDomainEvent {
  type: TokenEventType;
  detail: TokenEventDetail;
}

const typeOf: Readonly<Record<RepairName, TokenEventType>> = {
  dropped: 'token.dropped',
  quarantined: 'token.quarantined',
  environment_changed: 'token.repaired',
  restored: 'token.repaired',
  quarantine_lifted: 'token.repaired',
};

/** One event for each repair that the change has added. */
export function tokenEvents(
  change: Change,
  before: readonly Device[] | undefined,
  after: readonly Device[],
): TokenDomainEvent[] {
  const known = new Map(before?.map((device) => [device.deviceId, new Set(device.repairs?.map(nameOf))]));
  const added = after.flatMap((device) =>
    (device.repairs ?? [])
      .filter((repair) => known.get(device.deviceId)?.has(nameOf(repair)) !== true)
      .map((repair) => ({ device, repair })),
  );
  return added.map(({ device: { userId, deviceId, appId }, repair: { kind, repair, environment, reason } }, index) => ({
    type: typeOf[repair],
    detail: { ...factsOf(change, index), userId, deviceId, appId, kind, repair, environment, reason },
  }));
}

const nameOf = ({ atMs, kind, repair }: TokenRepair): string => `${atMs}#${kind}#${repair}`;
