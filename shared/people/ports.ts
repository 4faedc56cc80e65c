/** Stores of profiles, recipients, groups, conversations, blocks and request rates. */
import type { Contact } from './rules/contact.ts';
import type { Group, GroupMember, MemberChanges, NewGroup } from './rules/group.ts';
import type { RateKind } from './rules/rates.ts';
import type { ConversationSettings, Profile, Recipient } from './rules/recipient.ts';
import type { RuledApps, UserRuleSettings } from './rules/userRules.ts';

export interface ProfileStore {
  find(userId: string): Promise<Profile>;
  replace(userId: string, profile: Profile): Promise<void>;
}

/** What a team's server has noted about users, to choose the audiences of broadcasts. */
export interface TagStore {
  /** In alphabetical order. */
  find(userId: string): Promise<string[]>;
  replace(userId: string, tags: readonly string[]): Promise<void>;
}

export interface RecipientStore {
  /** Everything that decides whether and how this sender reaches a user in this conversation. */
  find(userId: string, about: Contact): Promise<Recipient>;
  /**
   * The same for several users, each named once, in their order. Those whose data cannot be read have a `fault`.
   * @throws only if that is true for all of them.
   */
  findAll(userIds: readonly string[], about: Contact): Promise<Recipient[]>;
}

export interface GroupReader {
  find(groupId: string): Promise<Group | undefined>;
  findMember(groupId: string, userId: string): Promise<GroupMember | undefined>;
  /**
   * Members in a fixed order.
   * @param cursor end of the previous page; absent: the first page.
   * @returns without a cursor: the last page.
   */
  listMembers(
    groupId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ members: GroupMember[]; cursor?: string | undefined }>;
}

export interface GroupStore extends GroupReader {
  /**
   * An owner is its first member.
   * @returns undefined if there is a group with this ID: nothing is written then.
   */
  create(group: NewGroup): Promise<Group | undefined>;
  /**
   * Changes name and owner, and the settings that it is given.
   * @returns false if the group has been deleted or replaced since it was read.
   */
  change(group: Group, changed: Omit<NewGroup, 'groupId'>): Promise<boolean>;
  /** With all its members. @returns false if the group has been deleted or replaced since it was read. */
  remove(group: Group): Promise<boolean>;
  /** Adds a member, or changes a member's group nickname. `full`: the group has reached its limit. */
  putMember(groupId: string, member: GroupMember): Promise<'stored' | 'unknown_group' | 'full'>;
  /** @returns false if the user is not a member. */
  removeMember(groupId: string, userId: string): Promise<boolean>;
  /**
   * Removes many members, then adds many. Of concurrent changes that fill the group, one may have changed some members
   * when it finds no more room.
   * @returns `full`: not all of them fit. Nothing is written then, if nobody else changes the group.
   */
  changeMembers(groupId: string, changes: MemberChanges): Promise<'stored' | 'unknown_group' | 'full'>;
}

/** Which groups users have in common. */
export interface MembershipStore {
  /** Those of the others who are in a group that the user is in, in their order. */
  sharing(userId: string, others: readonly string[]): Promise<string[]>;
}

/** @param generation of the group, if the conversation is one of a group that has it. */
export interface ConversationStore {
  /** Settings for an earlier group with the same ID do not count. */
  find(userId: string, conversationId: string, generation?: string): Promise<ConversationSettings | undefined>;
  /** `full`: it would exceed the user's limit. An existing one can always be changed. */
  put(
    userId: string,
    conversationId: string,
    settings: ConversationSettings,
    generation?: string,
  ): Promise<'stored' | 'full'>;
  remove(userId: string, conversationId: string): Promise<void>;
}

export interface BlockStore {
  /** `full`: it would exceed the user's limit. */
  put(userId: string, blockedUserId: string): Promise<'stored' | 'full'>;
  remove(userId: string, blockedUserId: string): Promise<void>;
  /**
   * User IDs, in a fixed order.
   * @param cursor end of the previous page; absent: the first page.
   * @returns without a cursor: the last page.
   */
  list(userId: string, limit: number, cursor?: string): Promise<{ userIds: string[]; cursor?: string | undefined }>;
}

/** Counters that all function instances share. */
export interface RateStore {
  /**
   * Adds to the user's counter of that minute.
   * @param window number of the minute since 1970
   * @returns the counter after the addition
   */
  add(userId: string, kind: RateKind, window: number, requests: number): Promise<number>;
}

/** A team's rules for the users of its apps, as of within the last minute. */
export interface UserRulesStore {
  find(appId: string): Promise<UserRuleSettings | undefined>;
}

export interface PeoplePorts {
  profiles: ProfileStore;
  tags: TagStore;
  recipients: RecipientStore;
  memberships: MembershipStore;
  groups: GroupReader;
  conversations: ConversationStore;
  blocks: BlockStore;
  ruledApps: RuledApps;
}
