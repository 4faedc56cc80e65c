/** What the flows need of the world. AWS, APNs and clocks stand behind these; tests put others in their place. */
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import type { CallSettings } from '../rules/callSettings.ts';
import type { TerritoryRule } from '../rules/decide.ts';
import type { ApnsEnvironment, Device, DeviceToken, Presence, TokenKind, TokenRepair } from '../rules/device.ts';
import type { DomainEvent } from '../rules/events.ts';
import type { MetricDimensions, MetricName } from '../rules/metricTable.ts';
import type { Policy } from '../rules/offlinePush.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import type { ConversationSettings, Profile, Recipient } from '../rules/recipient.ts';
import type { Registration } from '../rules/registration.ts';
import type { RuledApps, UserRuleSettings } from '../rules/userRules.ts';
import type {
  BlockedNumberStore,
  CallDirectoryStore,
  CallLogStore,
  CallStore,
  CallTimerQueue,
  ReportStore,
  TicketKeys,
} from './callPorts.ts';
import type {
  ChunkStore,
  DeliveryQueue,
  IdempotencyStore,
  MessageStore,
  OutcomeJournal,
  ReceiptStore,
  StatisticsStore,
} from './deliveryPorts.ts';
import type { RefusalMemory } from './refusalMemory.ts';

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  waitMs(milliseconds: number): Promise<void>;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** From here on, all lines of the same request or task say what it is about. */
  about(fields: LogFields): void;
}

/** The API request that work was begun for, however many queues lie between. */
export interface Origin {
  /** API Gateway's, which its caller knows from the header `apigw-requestid`. */
  requestId: string;
  /** Epoch milliseconds: when API Gateway got it. Absent where too much time lies between to measure by it. */
  requestedAtMs?: number | undefined;
}

/** A request, or a task of a queue. */
export interface Work {
  /** Absent: no request has led to it. */
  origin?: Origin | undefined;
  /** Of all its log lines. */
  fields?: LogFields | undefined;
}

export interface WorkLog extends Log {
  /** Runs one piece of work: its log lines name its origin, and the metrics that it adds up are written at its end. */
  during<T>(work: Work, run: () => Promise<T>): Promise<T>;
}

/** Flat and plain, so that no request, token or text can slip into a log line as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Metrics {
  /**
   * Records one value of a metric, now. Costs a line in the log and no request.
   * @param details what else a reader of that line should know; they are no dimensions.
   */
  record<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>, details?: LogFields): void;
  /**
   * For what there is much of, such as pushes: written once for a request or a task, at its end. Counts are summed, of
   * other units all values are kept.
   */
  add<N extends MetricName>(name: N, value: number, dimensions: MetricDimensions<N>): void;
  /** Adds the milliseconds since the request that the work was begun for; nothing when there was none. */
  addSinceRequest<N extends MetricName>(name: N, dimensions: MetricDimensions<N>): void;
}

export interface PushRequest {
  appId: string;
  environment: ApnsEnvironment;
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds: without an answer by then the outcome is `unanswered`. */
  deadlineMs: number;
  /** Epoch milliseconds: it goes over a connection that was not opened before. Any one when absent. */
  connectionSinceMs?: number | undefined;
}

export interface PushPort {
  /** Never throws for what Apple or the network do: those are outcomes. */
  push(request: PushRequest): Promise<ApnsOutcome>;
}

export interface DeviceStore {
  /** Those that are pushed to: the most that a user may have, where a stage of an earlier version holds more. */
  list(userId: string): Promise<Device[]>;
  find(userId: string, deviceId: string): Promise<Device | undefined>;
  /**
   * Stores the device and makes it the only holder of its tokens, in one step. The device of another user that stood for
   * the same installation is gone, and so are the user's own that were seen longest ago when there are too many.
   * @param now ISO 8601, UTC.
   * @returns the device as stored, or `other_app` when the ID names the caller's device of another app.
   */
  register(registration: Registration, now: string): Promise<Device | 'other_app'>;
  /** @returns false when there is no such device. */
  remove(userId: string, deviceId: string): Promise<boolean>;
  /** Removes all that the user has at this moment, however many those are. */
  removeAll(userId: string): Promise<void>;
  /** @returns false when there is no such device; a token that is already gone is no error. */
  removeToken(userId: string, deviceId: string, kind: TokenKind): Promise<boolean>;
  /** @returns the device, or undefined when there is none. */
  setPresence(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined>;
  /**
   * Changes a token's state, if the device still holds it as registered when it was sent to.
   * @param repair for the device's record, when the mark is one.
   */
  markToken(device: Device, kind: TokenKind, sent: DeviceToken, mark: TokenMark, repair?: TokenRepair): Promise<void>;
  /** Forgets a token, if the device still holds it as registered when it was sent to. */
  dropToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
  /** Takes a quarantine or a drop back: the token is as it was when it was sent to, unless the app has changed it since. */
  restoreToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
}

/** What the answers of APNs say about a token. `unproven`: the host to ask first next time. */
export type TokenMark = { state: 'proven' | 'unproven'; environment: ApnsEnvironment } | { state: 'quarantined' };

export interface ProfileStore {
  find(userId: string): Promise<Profile>;
  replace(userId: string, profile: Profile): Promise<void>;
}

/** Who writes or calls, and in which conversation. */
export interface Contact {
  from: string;
  /** Who acts, if that is not the sender. A block of either counts. */
  actor?: string | undefined;
  conversationId: string;
  /** Of the group, if it is known: what a user has said of an earlier group with the same ID does not count then. */
  generation?: string | undefined;
}

export interface RecipientStore {
  /** Everything that decides whether and how a user is reached by this sender in this conversation. */
  find(userId: string, about: Contact): Promise<Recipient>;
  /**
   * The same of several users, each named once, in their order. Those whose data cannot be read have a `fault`.
   * @throws only when that is true of all of them.
   */
  findAll(userIds: readonly string[], about: Contact): Promise<Recipient[]>;
}

export interface Group {
  groupId: string;
  name: string;
  ownerId: string;
  memberCount: number;
  /** Tells a group from an earlier one with the same ID. Absent for groups that version 0.3.0 has made. */
  generation?: string;
}

export interface GroupMember {
  userId: string;
  /** The member's name in this group. */
  card?: string | undefined;
}

export interface GroupReader {
  find(groupId: string): Promise<Group | undefined>;
  findMember(groupId: string, userId: string): Promise<GroupMember | undefined>;
  /**
   * Members in a fixed order.
   * @param cursor where the page before ended; absent: the first page.
   * @returns without a cursor: the last page.
   */
  listMembers(groupId: string, limit: number, cursor?: string): Promise<{ members: GroupMember[]; cursor?: string }>;
}

export interface GroupStore extends GroupReader {
  /** The owner is its first member. @returns undefined when there is a group with this ID: nothing is written then. */
  create(group: Pick<Group, 'groupId' | 'name' | 'ownerId'>): Promise<Group | undefined>;
  /** @returns false when the group is not there any more as it was read. */
  rename(group: Group, name: string): Promise<boolean>;
  /** With all its members. @returns false when the group is not there any more as it was read. */
  remove(group: Group): Promise<boolean>;
  /** Adds a member, or changes the card of one. `full`: the group has as many as it may have. */
  putMember(groupId: string, member: GroupMember): Promise<'stored' | 'unknown_group' | 'full'>;
  /** @returns false when the user is no member. */
  removeMember(groupId: string, userId: string): Promise<boolean>;
}

/** Which groups users are in together. */
export interface MembershipStore {
  /** Those of the others who are in a group that the user is in, in their order. */
  sharing(userId: string, others: readonly string[]): Promise<string[]>;
}

/** @param generation of the group, where the conversation is one of a group that has it. */
export interface ConversationStore {
  /** What was said of an earlier group with the same ID does not count. */
  find(userId: string, conversationId: string, generation?: string): Promise<ConversationSettings | undefined>;
  /** `full`: it would be one more than a user may have. One that is there already can always be changed. */
  put(
    userId: string,
    conversationId: string,
    settings: ConversationSettings,
    generation?: string,
  ): Promise<'stored' | 'full'>;
  remove(userId: string, conversationId: string): Promise<void>;
}

export interface BlockStore {
  /** `full`: it would be one more than a user may have. */
  put(userId: string, blockedUserId: string): Promise<'stored' | 'full'>;
  remove(userId: string, blockedUserId: string): Promise<void>;
  /**
   * User IDs, in a fixed order.
   * @param cursor where the page before ended; absent: the first page.
   * @returns without a cursor: the last page.
   */
  list(userId: string, limit: number, cursor?: string): Promise<{ userIds: string[]; cursor?: string }>;
}

/** What a team sets for its stage, by ID. */
export interface SettingsStore<T> {
  /** As it was within the last minute: for sends, which must not ask for it each time. */
  find(id: string): Promise<T | undefined>;
  /** As it is now. */
  read(id: string): Promise<T | undefined>;
  put(id: string, settings: T): Promise<void>;
  /** @returns false when there was none. */
  remove(id: string): Promise<boolean>;
  /** IDs, in a fixed order. */
  list(): Promise<string[]>;
}

export type PolicyStore = SettingsStore<Policy>;

/** What a team has said about one of its apps, beside its credentials. */
export interface AppSettings extends UserRuleSettings {
  /** Where the app must not ring through CallKit. Absent: {@link defaultTerritoryRule}. */
  territoryRule?: TerritoryRule | undefined;
  /** What is absent is as in {@link defaultCallSettings}. */
  calls?: Partial<CallSettings> | undefined;
  /** When a user reads on one device, the badges of the others follow by a push. Absent: they do. */
  pushBadgeToOtherDevices?: boolean | undefined;
}

export type AppStore = SettingsStore<AppSettings>;

export interface BadgeStore {
  /**
   * Adds to the user's counter for this app.
   * @param messageId the same message in a row is counted once, as a chunk of a large send may come twice.
   * @returns the counter, this message included.
   */
  increment(userId: string, appId: string, by?: number, messageId?: string): Promise<number>;
  peek(userId: string, appId: string): Promise<number>;
  /** @returns the counter before. */
  set(userId: string, appId: string, value: number): Promise<number>;
}

export interface EventBus {
  /** @returns those that the bus did not take. */
  publish(events: readonly DomainEvent[]): Promise<DomainEvent[]>;
}

export interface Ports {
  clock: Clock;
  /** A lower-case UUID. */
  newId(): string;
  /** 0 ≤ random < 1. */
  random(): number;
  log: Log;
  metrics: Metrics;
  /** The stage's, BCP 47: for phones of which nobody has said a language. */
  defaultLanguage: string;
  devices: DeviceStore;
  profiles: ProfileStore;
  recipients: RecipientStore;
  memberships: MembershipStore;
  groups: GroupReader;
  conversations: ConversationStore;
  blocks: BlockStore;
  policies: PolicyStore;
  apps: AppStore;
  ruledApps: RuledApps;
  badges: BadgeStore;
  messages: MessageStore;
  calls: CallStore;
  apns: PushPort;
  chunks: ChunkStore;
  journal: OutcomeJournal;
  receipts: ReceiptStore;
  deliveries: DeliveryQueue;
  statistics: StatisticsStore;
  idempotency: IdempotencyStore;
  refusals: RefusalMemory;
  callTimers: CallTimerQueue;
  ticketKeys: TicketKeys;
  reports: ReportStore;
  callLog: CallLogStore;
  callDirectory: CallDirectoryStore;
  blockedNumbers: BlockedNumberStore;
  eventBus: EventBus;
}
