/** The export of a user: all that is stored of them, page by page. */
import type { CallStore } from '../../calls/ports.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlacedEntry, UserDataPorts } from '../ports.ts';
import { addTo, type ExportedEntry, type ExportedGroup, emptyExport, type UserExport } from '../rules/exportEntry.ts';

export type ExportPorts = Pick<UserDataPorts, 'userItems'> &
  Pick<PeoplePorts, 'groups'> & { calls: Pick<CallStore, 'find'> };

/** Lambda answers with 6 MB at most, and the views of some items are larger than the items. */
const maxPageBytes = 3_000_000;
/** How many items are completed concurrently. */
const atOnce = 50;

/**
 * @param after place of the last item of the previous page.
 * @returns without `next`: the last page.
 */
export async function exportUser(
  ports: ExportPorts,
  userId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ page: UserExport; next?: string | undefined }> {
  const { entries, next } = await ports.userItems.page(userId, limit, after);
  const page = emptyExport();
  let bytes = 0;
  let last: string | undefined;
  for (const batch of inBatches(entries, atOnce)) {
    const completed = await Promise.all(batch.map((entry) => complete(ports, userId, entry)));
    for (const [index, entry] of completed.entries()) {
      if (entry !== undefined) {
        bytes += Buffer.byteLength(JSON.stringify(entry));
        // An item alone always fits.
        if (bytes > maxPageBytes && last !== undefined) return { page, next: last };
        addTo(page, entry);
      }
      last = batch[index]?.place;
    }
  }
  return { page, next };
}

/** @returns undefined for a line of the call log whose call has expired. */
async function complete(
  { groups, calls }: ExportPorts,
  userId: string,
  { entry }: PlacedEntry,
): Promise<ExportedEntry | undefined> {
  switch (entry.kind) {
    case 'membership':
      return { kind: 'group', group: await groupOf(groups, userId, entry.groupId) };
    case 'logLine': {
      const call = await calls.find(entry.callId);
      return call && { kind: 'call', call };
    }
    default:
      return entry;
  }
}

async function groupOf(groups: ExportPorts['groups'], userId: string, groupId: string): Promise<ExportedGroup> {
  const [group, member] = await Promise.all([groups.find(groupId), groups.findMember(groupId, userId)]);
  if (group === undefined) return { groupId };
  return { groupId, name: group.name, isOwner: group.ownerId === userId, card: member?.card };
}
