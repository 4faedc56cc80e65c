/** What users and teams have said, in memory: conversations, blocks, groups, policies, apps. */
import type { BlockedNumberStore, BlockedNumbers } from '../../../shared/callDirectory/ports.ts';
import type { Policy } from '../../../shared/content/offlinePush.ts';
import type {
  BlockStore,
  ConversationStore,
  GroupStore,
  MembershipStore,
  RecipientStore,
} from '../../../shared/people/ports.ts';
import type { Contact } from '../../../shared/people/rules/contact.ts';
import {
  type Group,
  type GroupMember,
  groupSettingsOf,
  type MemberChanges,
  type NewGroup,
} from '../../../shared/people/rules/group.ts';
import { maxBlocks, maxConversationSettings, maxGroupMembers } from '../../../shared/people/rules/limits.ts';
import type { ConversationSettings, Recipient } from '../../../shared/people/rules/recipient.ts';
import { unlessAllFail, unreadable } from '../../../shared/people/rules/unreadableRecipient.ts';
import type { SettingsStore } from '../../../shared/platform/ports.ts';
import type { AppSettings } from '../../../shared/team/rules/appSettings.ts';
import type { MemoryDevices } from './devices.ts';
import type { MemoryProfiles } from './stores.ts';

interface SaidOfConversation {
  settings: ConversationSettings;
  generation: string | undefined;
}

export class MemoryConversations implements ConversationStore {
  readonly #said = new Map<string, Map<string, SaidOfConversation>>();

  async find(userId: string, conversationId: string, wanted?: string): Promise<ConversationSettings | undefined> {
    const said = this.#of(userId).get(conversationId);
    return wanted === undefined || wanted === said?.generation ? said?.settings : undefined;
  }

  async put(
    userId: string,
    conversationId: string,
    settings: ConversationSettings,
    generation?: string,
  ): Promise<'stored' | 'full'> {
    const own = this.#of(userId);
    if (own.size >= maxConversationSettings && !own.has(conversationId)) return 'full';
    own.set(conversationId, { settings, generation });
    return 'stored';
  }

  async remove(userId: string, conversationId: string): Promise<void> {
    this.#of(userId).delete(conversationId);
  }

  #of(userId: string): Map<string, SaidOfConversation> {
    const said = this.#said.get(userId) ?? new Map();
    this.#said.set(userId, said);
    return said;
  }
}

export class MemoryBlocks implements BlockStore {
  readonly #blocks = new Map<string, Set<string>>();

  async put(userId: string, blockedUserId: string): Promise<'stored' | 'full'> {
    const own = this.#blocks.get(userId) ?? new Set();
    if (own.size >= maxBlocks && !own.has(blockedUserId)) return 'full';
    this.#blocks.set(userId, own.add(blockedUserId));
    return 'stored';
  }

  async remove(userId: string, blockedUserId: string): Promise<void> {
    this.#blocks.get(userId)?.delete(blockedUserId);
  }

  async list(userId: string, limit: number, cursor = '') {
    const rest = [...(this.#blocks.get(userId) ?? [])].sort().filter((blocked) => blocked > cursor);
    const userIds = rest.slice(0, limit);
    const last = userIds.at(-1);
    return { userIds, ...(rest.length > limit && last !== undefined && { cursor: last }) };
  }

  has(userId: string, blockedUserId: string): boolean {
    return this.#blocks.get(userId)?.has(blockedUserId) ?? false;
  }
}

export class MemoryBlockedNumbers implements BlockedNumberStore {
  /** By user: E.164 without `+`. */
  readonly blocked = new Map<string, readonly string[]>();
  /** By user: whose dialling rules the directory was written by. */
  readonly territories = new Map<string, readonly string[]>();
  /** How often it was asked. */
  requests = 0;

  async find(asked: readonly { userId: string; numbers: readonly string[] }[]): Promise<BlockedNumbers[]> {
    this.requests += 1;
    return asked.map(({ userId, numbers }) => ({
      blocks: numbers.some((number) => this.blocked.get(userId)?.includes(number)),
      territories: this.territories.get(userId) ?? [],
    }));
  }
}

/** Puts together what is in the other stores. */
export class MemoryRecipients implements RecipientStore {
  readonly #devices: MemoryDevices;
  readonly #profiles: MemoryProfiles;
  readonly #conversations: MemoryConversations;
  readonly #blocks: MemoryBlocks;

  constructor(
    devices: MemoryDevices,
    profiles: MemoryProfiles,
    conversations = new MemoryConversations(),
    blocks = new MemoryBlocks(),
  ) {
    this.#devices = devices;
    this.#profiles = profiles;
    this.#conversations = conversations;
    this.#blocks = blocks;
  }

  async find(userId: string, { from, actor = from, conversationId, generation }: Contact): Promise<Recipient> {
    return {
      userId,
      devices: await this.#devices.list(userId),
      profile: await this.#profiles.find(userId),
      conversation: await this.#conversations.find(userId, conversationId, generation),
      hasBlockedSender: this.#blocks.has(userId, from) || this.#blocks.has(userId, actor),
    };
  }

  async findAll(userIds: readonly string[], about: Contact): Promise<Recipient[]> {
    const found = userIds.map((userId) =>
      this.find(userId, about).catch((fault: unknown) => unreadable(userId, fault)),
    );
    return unlessAllFail(await Promise.all(found));
  }
}

export class MemoryGroups implements GroupStore, MembershipStore {
  readonly #groups = new Map<string, Omit<Group, 'memberCount'> & { members: Map<string, GroupMember> }>();
  #made = 0;

  async create({ groupId, name, ownerId, ...settings }: NewGroup): Promise<Group | undefined> {
    if (this.#groups.has(groupId)) return undefined;
    this.#made += 1;
    const generation = `generation-${this.#made}`;
    this.#groups.set(groupId, {
      groupId,
      name,
      ownerId,
      generation,
      ...groupSettingsOf(settings),
      members: new Map(ownerId === undefined ? [] : [[ownerId, { userId: ownerId }]]),
    });
    return this.find(groupId);
  }

  async change(group: Group, { name, ownerId, ...settings }: Omit<NewGroup, 'groupId'>): Promise<boolean> {
    const stored = this.#same(group);
    if (stored !== undefined) Object.assign(stored, { name, ownerId, ...groupSettingsOf(settings) });
    return stored !== undefined;
  }

  async remove(group: Group): Promise<boolean> {
    return this.#same(group) !== undefined && this.#groups.delete(group.groupId);
  }

  #same({ groupId, generation, ownerId }: Group) {
    const stored = this.#groups.get(groupId);
    return stored?.generation === generation && stored?.ownerId === ownerId ? stored : undefined;
  }

  async find(groupId: string): Promise<Group | undefined> {
    const group = this.#groups.get(groupId);
    if (group === undefined) return undefined;
    const { name, ownerId, generation, members } = group;
    const settings = groupSettingsOf(group);
    return {
      groupId,
      name,
      ownerId,
      memberCount: members.size,
      ...(generation !== undefined && { generation }),
      ...settings,
    };
  }

  async sharing(userId: string, others: readonly string[]): Promise<string[]> {
    const own = [...this.#groups.values()].filter(({ members }) => members.has(userId));
    return others.filter((other) => own.some(({ members }) => members.has(other)));
  }

  async findMember(groupId: string, userId: string): Promise<GroupMember | undefined> {
    return this.#groups.get(groupId)?.members.get(userId);
  }

  async putMember(groupId: string, member: GroupMember): Promise<'stored' | 'unknown_group' | 'full'> {
    const members = this.#groups.get(groupId)?.members;
    if (members === undefined) return 'unknown_group';
    if (members.size >= maxGroupMembers && !members.has(member.userId)) return 'full';
    members.set(member.userId, member);
    return 'stored';
  }

  async changeMembers(groupId: string, { add, remove }: MemberChanges): Promise<'stored' | 'unknown_group' | 'full'> {
    const members = this.#groups.get(groupId)?.members;
    if (members === undefined) return 'unknown_group';
    const after = new Map(members);
    for (const userId of remove) after.delete(userId);
    for (const member of add) after.set(member.userId, member);
    if (after.size > maxGroupMembers) return 'full';
    members.clear();
    for (const [userId, member] of after) members.set(userId, member);
    return 'stored';
  }

  async removeMember(groupId: string, userId: string): Promise<boolean> {
    return this.#groups.get(groupId)?.members.delete(userId) ?? false;
  }

  async listMembers(groupId: string, limit: number, cursor = '') {
    const sorted = [...(this.#groups.get(groupId)?.members.values() ?? [])].sort((one, other) =>
      one.userId < other.userId ? -1 : 1,
    );
    const rest = sorted.filter(({ userId }) => userId > cursor);
    const members = rest.slice(0, limit);
    const last = members.at(-1);
    return { members, ...(rest.length > limit && last && { cursor: last.userId }) };
  }
}

/** What a team sets, by ID. */
class MemorySettings<T> implements SettingsStore<T> {
  readonly #settings = new Map<string, T>();

  async find(id: string): Promise<T | undefined> {
    return this.#settings.get(id);
  }

  read(id: string): Promise<T | undefined> {
    return this.find(id);
  }

  async put(id: string, settings: T): Promise<void> {
    this.#settings.set(id, settings);
  }

  async remove(id: string): Promise<boolean> {
    return this.#settings.delete(id);
  }

  async list(): Promise<string[]> {
    return [...this.#settings.keys()].sort();
  }
}

export class MemoryPolicies extends MemorySettings<Policy> {}
export class MemoryApps extends MemorySettings<AppSettings> {}
