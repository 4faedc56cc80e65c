import type { ApnsPorts } from '../../../shared/apns/ports.ts';
import type { CallDirectoryPorts } from '../../../shared/callDirectory/ports.ts';
import type { CallTimerPorts } from '../../../shared/calls/flows/runTimer.ts';
import type { CallPorts } from '../../../shared/calls/ports.ts';
import type { ErasePort } from '../../../shared/delivery/flows/deliverTask.ts';
import type { ActivityTokenStore, DevicePorts } from '../../../shared/devices/ports.ts';
import type { EventPorts } from '../../../shared/events/ports.ts';
import type { RecordPorts } from '../../../shared/messages/flows/sendMessage.ts';
import type { MessagePorts } from '../../../shared/messages/ports.ts';
import type { PeoplePorts } from '../../../shared/people/ports.ts';
import type { RuledApps } from '../../../shared/people/rules/userRules.ts';
import type { PlatformPorts } from '../../../shared/platform/ports.ts';
import type { PushPorts } from '../../../shared/push/ports.ts';
import { RejectionMemory } from '../../../shared/push/rules/rejectionMemory.ts';
import type { TeamPorts } from '../../../shared/team/ports.ts';
import { appId } from '../factories.ts';
import { MemoryActivityTokens } from './activityTokens.ts';
import { MemoryCallDirectory, MemoryCallLog, MemoryEventBus } from './callLog.ts';
import { MemoryCalls, MemoryCallTimers, MemoryReports, MemoryTicketKeys } from './calls.ts';
import { captureLog } from './captureLog.ts';
import { captureMetrics } from './captureMetrics.ts';
import {
  MemoryChunks,
  MemoryDeliveryQueue,
  MemoryFacts,
  MemoryIdempotency,
  MemoryMessages,
  MemoryReceipts,
  MemoryStatistics,
} from './delivery.ts';
import { MemoryDevices } from './devices.ts';
import {
  MemoryHandedOver,
  MemoryReportedOutcomes,
  MemoryWantedPushes,
  memoryExternalPushes,
} from './externalPushes.ts';
import { FakeApns } from './fakeApns.ts';
import { manualClock } from './manualClock.ts';
import {
  MemoryApps,
  MemoryBlockedNumbers,
  MemoryBlocks,
  MemoryConversations,
  MemoryGroups,
  MemoryPolicies,
  MemoryRecipients,
} from './people.ts';
import { MemoryBadges, MemoryProfiles, MemoryTags } from './stores.ts';

/** All that the flows need of the world, in memory, with the time standing still. */
export function memoryPorts() {
  const clock = manualClock();
  const devices = new MemoryDevices();
  const profiles = new MemoryProfiles();
  const conversations = new MemoryConversations();
  const blocks = new MemoryBlocks();
  const chunks = new MemoryChunks(clock);
  const receipts = new MemoryReceipts();
  const groups = new MemoryGroups();
  const calls = new MemoryCalls();
  const handedOver = new MemoryHandedOver();
  const wantedPushes = new MemoryWantedPushes();
  let ids = 0;
  return {
    clock,
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    random: () => 0.5,
    log: captureLog(),
    metrics: captureMetrics(),
    defaultLanguage: 'en',
    devices,
    activityTokens: new MemoryActivityTokens(devices),
    profiles,
    tags: new MemoryTags(),
    conversations,
    blocks,
    blockedNumbers: new MemoryBlockedNumbers(),
    recipients: new MemoryRecipients(devices, profiles, conversations, blocks),
    groups,
    memberships: groups,
    policies: new MemoryPolicies(),
    apps: new MemoryApps(),
    ruledApps: { appIds: [appId] } as RuledApps,
    badges: new MemoryBadges(),
    messages: new MemoryMessages(chunks, receipts),
    chunks,
    receipts,
    facts: new MemoryFacts(),
    keepsDecisionFacts: true as boolean,
    deliveries: new MemoryDeliveryQueue(),
    statistics: new MemoryStatistics(),
    idempotency: new MemoryIdempotency(),
    calls,
    callLog: new MemoryCallLog(calls),
    callDirectory: new MemoryCallDirectory(),
    eventBus: new MemoryEventBus(),
    callTimers: new MemoryCallTimers(),
    reports: new MemoryReports(devices),
    ticketKeys: new MemoryTicketKeys(),
    apns: new FakeApns(),
    rejections: new RejectionMemory(),
    runActivityTimer: () => Promise.reject(new Error('no Live Activity is shown here')),
    handedOver,
    wantedPushes,
    reportedOutcomes: new MemoryReportedOutcomes(),
    externalPushes: memoryExternalPushes({ clock, handedOver, wantedPushes }),
    eraseUser: () => Promise.reject(new Error('nobody is erased here')),
  } satisfies ApnsPorts &
    CallDirectoryPorts &
    CallPorts &
    ErasePort &
    DevicePorts &
    EventPorts &
    MessagePorts &
    PeoplePorts &
    PlatformPorts &
    PushPorts &
    RecordPorts &
    TeamPorts &
    Pick<CallTimerPorts, 'runActivityTimer'> & { activityTokens: ActivityTokenStore };
}

export type MemoryPorts = ReturnType<typeof memoryPorts>;
