/** What the flows need of the world. AWS, APNs and clocks stand behind these; tests put others in their place. */
import type { PushPort } from '../apns/ports.ts';
import type { BlockedNumberStore, CallDirectoryStore } from '../callDirectory/ports.ts';
import type { CallLogStore, CallStore, CallTimerQueue, TicketKeys } from '../calls/ports.ts';
import type { OutcomeJournal } from '../delivery/ports.ts';
import type { DeviceStore, ReportStore } from '../devices/ports.ts';
import type { EventBus } from '../events/ports.ts';
import type { BadgeStore, ChunkStore, DeliveryQueue, MessageStore, ReceiptStore } from '../messages/ports.ts';
import type {
  BlockStore,
  ConversationStore,
  GroupReader,
  MembershipStore,
  ProfileStore,
  RecipientStore,
} from '../people/ports.ts';
import type { Clock, IdempotencyStore, Log, Metrics } from '../platform/ports.ts';
import type { StatisticsStore } from '../push/ports.ts';
import type { RuledApps } from '../rules/userRules.ts';
import type { AppStore, PolicyStore } from '../team/ports.ts';
import type { RefusalMemory } from './refusalMemory.ts';

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
