/** The targets of one task, in a fixed order, each with its place. */
import type { AudienceUser } from '../../devices/rules/audienceFacts.ts';
import { type AudienceRow, audienceRow } from '../../devices/rules/audienceRow.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { BroadcastPorts } from '../ports.ts';
import { rangesOf } from '../rules/ranges.ts';
import { type BroadcastRecord, matchesTags, type TaskName } from '../rules/record.ts';

export type BroadcastTarget = { place: string } & (
  | { row: AudienceRow }
  /** A user without a device that could be pushed to, or whose data cannot be read. */
  | { outcome: 'skipped' | 'failed'; reason: string }
);

export type TargetPorts = Pick<BroadcastPorts, 'audience' | 'broadcasts'> &
  Pick<PeoplePorts, 'recipients'> &
  Pick<PlatformPorts, 'log'>;

/** @param after the place behind which the targets begin. */
export async function* targetsOf(
  ports: TargetPorts,
  record: BroadcastRecord,
  { task }: TaskName,
  after: string | undefined,
): AsyncGenerator<BroadcastTarget[]> {
  const { appId, audience, plan = { tasks: 1, estimatedDevices: 0 } } = record;
  if ('users' in audience) {
    yield* listedTargets(ports, record, task, after);
    return;
  }
  for await (const rows of ports.audience.pages(appId, rangesOf(task, plan.tasks), after)) {
    yield rows.flatMap((placed): BroadcastTarget[] => {
      if ('fault' in placed) return [unreadable(ports, placed.place, placed.fault)];
      return 'tags' in audience && !matchesTags(audience.tags, placed.row.tags) ? [] : [placed];
    });
  }
}

/** It may be one that the broadcast does not address: its tags cannot be read either. */
function unreadable({ log }: Pick<TargetPorts, 'log'>, place: string, fault: unknown): BroadcastTarget {
  log.error('cannot read recipient', errorFields(fault));
  return { place, outcome: 'failed', reason: 'unreadable' };
}

/** A request reads a hundred. */
const usersAtOnce = 100;

async function* listedTargets(
  ports: TargetPorts,
  record: BroadcastRecord,
  task: number,
  after: string | undefined,
): AsyncGenerator<BroadcastTarget[]> {
  const users = await ports.broadcasts.users(record.broadcastId, task);
  for (const [batch, userIds] of inBatches(users, usersAtOnce).entries()) {
    const first = batch * usersAtOnce;
    if (after !== undefined && placeInList(first + userIds.length, 0) <= after) continue;
    const recipients = await readUsers(ports, userIds);
    yield recipients
      .flatMap((recipient, index) => targetsOfUser(ports, record, recipient, first + index))
      .filter(({ place }) => after === undefined || place > after);
  }
}

/** Rules about a sender do not apply to broadcasts. */
export function readUsers({ recipients }: Pick<PeoplePorts, 'recipients'>, userIds: readonly string[]) {
  return recipients.findAll(userIds, { from: '', conversationId: '' });
}

function targetsOfUser(
  ports: TargetPorts,
  { appId }: BroadcastRecord,
  recipient: Recipient,
  index: number,
): BroadcastTarget[] {
  if (recipient.fault !== undefined) return [unreadable(ports, placeInList(index, 0), recipient.fault)];
  const rows = rowsOfUser(appId, recipient);
  if (rows.length === 0) return [{ place: placeInList(index, 0), outcome: 'skipped', reason: 'no_device' }];
  return rows.map((row, device) => ({ place: placeInList(index, device), row }));
}

/** Rows of a user's devices, as the index has them. */
export function rowsOfUser(appId: string, { devices, profile }: Recipient): AudienceRow[] {
  const stored: AudienceUser['profile'] = profile && { ...profile };
  return devices.filter((device) => device.appId === appId).flatMap((device) => audienceRow(device, stored, []) ?? []);
}

/** A user has twenty devices at most. Sorts as the list does. */
function placeInList(index: number, device: number): string {
  return `${String(index).padStart(6, '0')}.${String(device).padStart(2, '0')}`;
}
