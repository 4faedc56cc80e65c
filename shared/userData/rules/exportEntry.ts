/** What is stored of a user, item by item, and the document that they make. */
import type { DirectoryChange, DirectoryEntry } from '../../callDirectory/rules/directory.ts';
import type { CallRecord } from '../../calls/rules/record.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { ConversationSettings, Profile } from '../../people/rules/recipient.ts';

/** One stored item of a user. */
export type StoredEntry =
  | { kind: 'reach'; devices: readonly Device[]; profile?: Profile | undefined }
  | { kind: 'tags'; tags: readonly string[] }
  | { kind: 'badge'; badge: AppBadge }
  | { kind: 'conversation'; conversation: ExportedConversation }
  | { kind: 'block'; userId: string }
  | { kind: 'handedOver'; push: HandedOverPush }
  | { kind: 'membership'; groupId: string }
  | { kind: 'logLine'; callId: string }
  | { kind: 'directory'; territories: readonly string[] }
  | { kind: 'number'; number: ExportedNumber }
  | { kind: 'numberChange'; change: DirectoryChange };

export interface AppBadge {
  appId: string;
  badge: number;
}

/** A push that the team's function sends, with what it says. */
export interface HandedOverPush {
  wantedId: string;
  deviceId: string;
  appId: string;
  attempt: number;
  payload: Record<string, unknown>;
}

export type ExportedConversation = ConversationSettings & { conversationId: string };
export type ExportedNumber = DirectoryEntry & { number: string };

/** A group that the user is in. All but the ID is absent if the group has been deleted. */
export interface ExportedGroup {
  groupId: string;
  name?: string | undefined;
  isOwner?: boolean | undefined;
  card?: string | undefined;
}

/** A user's data, or a page of them. */
export interface UserExport {
  profile?: Profile | undefined;
  devices: Device[];
  tags: string[];
  badges: AppBadge[];
  conversations: ExportedConversation[];
  blocks: string[];
  handedOverPushes: HandedOverPush[];
  groups: ExportedGroup[];
  calls: CallRecord[];
  callDirectory: ExportedNumber[];
  callDirectoryChanges: DirectoryChange[];
  callDirectoryTerritories: string[];
}

export const emptyExport = (): UserExport => ({
  profile: undefined,
  devices: [],
  tags: [],
  badges: [],
  conversations: [],
  blocks: [],
  handedOverPushes: [],
  groups: [],
  calls: [],
  callDirectory: [],
  callDirectoryChanges: [],
  callDirectoryTerritories: [],
});

/** An entry with what it refers to. */
export type ExportedEntry =
  | Exclude<StoredEntry, { kind: 'membership' | 'logLine' }>
  | { kind: 'group'; group: ExportedGroup }
  | { kind: 'call'; call: CallRecord };

export function addTo(page: UserExport, entry: ExportedEntry): void {
  switch (entry.kind) {
    case 'reach':
      page.devices.push(...entry.devices);
      page.profile = entry.profile ?? page.profile;
      return;
    case 'tags':
      page.tags.push(...entry.tags);
      return;
    case 'badge':
      page.badges.push(entry.badge);
      return;
    case 'conversation':
      page.conversations.push(entry.conversation);
      return;
    case 'block':
      page.blocks.push(entry.userId);
      return;
    case 'handedOver':
      page.handedOverPushes.push(entry.push);
      return;
    case 'group':
      page.groups.push(entry.group);
      return;
    case 'call':
      page.calls.push(entry.call);
      return;
    case 'directory':
      page.callDirectoryTerritories.push(...entry.territories);
      return;
    case 'number':
      page.callDirectory.push(entry.number);
      return;
    case 'numberChange':
      page.callDirectoryChanges.push(entry.change);
  }
}
