/** What users and teams have said, in memory: conversations, blocks, groups, policies, apps. */
import type { BlockedNumberStore, BlockedNumbers } from '../../shared/flows/callPorts.ts';
import type {
  AppSettings,
  BlockStore,
  ConversationStore,
  Group,
  GroupMember,
  GroupStore,
  RecipientStore,
  SettingsStore,
} from '../../shared/flows/ports.ts';
import { mostBlocks, mostConversationSettings, mostGroupMembers } from '../../shared/rules/limits.ts';
import type { Policy } from '../../shared/rules/offlinePush.ts';
import type { ConversationSettings, Recipient } from '../../shared/rules/recipient.ts';
import type { MemoryDevices } from './memoryDevices.ts';
import type { MemoryProfiles } from './memoryStores.ts';

export class MemoryConversations implements ConversationStore {
  readonly #settings = new Map<string, Map<string, ConversationSettings>>();

  async find(userId: string, conversationId: string): Promise<ConversationSettings | undefined> {
    return this.#of(userId).get(conversationId);
  }

  async put(userId: string, conversationId: string, settings: ConversationSettings): Promise<'stored' | 'full'> {
    const own = this.#of(userId);
    if (own.size >= mostConversationSettings && !own.has(conversationId)) return 'full';
    own.set(conversationId, settings);
    return 'stored';
  }

  async remove(userId: string, conversationId: string): Promise<void> {
    this.#of(userId).delete(conversationId);
  }

  #of(userId: string): Map<string, ConversationSettings> {
    const settings = this.#settings.get(userId) ?? new Map();
    this.#settings.set(userId, settings);
    return settings;
  }
}

export class MemoryBlocks implements BlockStore {
  readonly #blocks = new Map<string, Set<string>>();

  async put(userId: string, blockedUserId: string): Promise<'stored' | 'full'> {
    const own = this.#blocks.get(userId) ?? new Set();
    if (own.size >= mostBlocks && !own.has(blockedUserId)) return 'full';
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

  async find(userId: string, { from, conversationId }: { from: string; conversationId: string }): Promise<Recipient> {
    return {
      userId,
      devices: await this.#devices.list(userId),
      profile: await this.#profiles.find(userId),
      conversation: await this.#conversations.find(userId, conversationId),
      hasBlockedSender: this.#blocks.has(userId, from),
    };
  }

  findAll(userIds: readonly string[], about: { from: string; conversationId: string }): Promise<Recipient[]> {
    return Promise.all(userIds.map((userId) => this.find(userId, about)));
  }
}

export class MemoryGroups implements GroupStore {
  readonly #groups = new Map<string, Omit<Group, 'memberCount'> & { members: Map<string, GroupMember> }>();

  async create({ groupId, name, ownerId }: Pick<Group, 'groupId' | 'name' | 'ownerId'>): Promise<boolean> {
    if (this.#groups.has(groupId)) return false;
    this.#groups.set(groupId, { groupId, name, ownerId, members: new Map([[ownerId, { userId: ownerId }]]) });
    return true;
  }

  async rename(groupId: string, name: string): Promise<boolean> {
    const group = this.#groups.get(groupId);
    if (group !== undefined) group.name = name;
    return group !== undefined;
  }

  async remove(groupId: string): Promise<void> {
    this.#groups.delete(groupId);
  }

  async find(groupId: string): Promise<Group | undefined> {
    const group = this.#groups.get(groupId);
    return group && { groupId, name: group.name, ownerId: group.ownerId, memberCount: group.members.size };
  }

  async findMember(groupId: string, userId: string): Promise<GroupMember | undefined> {
    return this.#groups.get(groupId)?.members.get(userId);
  }

  async putMember(groupId: string, member: GroupMember): Promise<'stored' | 'unknown_group' | 'full'> {
    const members = this.#groups.get(groupId)?.members;
    if (members === undefined) return 'unknown_group';
    if (members.size >= mostGroupMembers && !members.has(member.userId)) return 'full';
    members.set(member.userId, member);
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
