/** A call in a group whose Live Activity is shown on phones, with everything in memory: its stream, its timers, Apple. */
import { runCallActivityTimer } from '../../shared/activities/flows/callActivityTimer.ts';
import { changeCall } from '../../shared/calls/flows/changeCall.ts';
import { type CallTo, ring } from '../../shared/calls/flows/ring.ts';
import type { CallAction } from '../../shared/calls/rules/call.ts';
import type { CallRecord, CallTimer } from '../../shared/calls/rules/record.ts';
import { isActivityTimer } from '../../shared/calls/rules/timer.ts';
import type { Device } from '../../shared/devices/rules/device.ts';
import { followCalls } from '../../shared/events/flows/followCalls.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { aDevice, appId, aToken } from './factories.ts';
import { FakeChannels, MemoryCallActivities } from './memory/callActivities.ts';
import { type MemoryPorts, memoryPorts } from './memory/ports.ts';

export const callId = 'c0ffee00-0000-4000-8000-000000000001';
export const groupId = 'family';

/** A member's phone that can show Live Activities. */
export const cardPhone = (userId: string, changes: Partial<Device> = {}): Device =>
  aDevice({
    userId,
    deviceId: `${userId}-1`,
    tokens: { voip: aToken(`${userId} voip`), liveActivityStart: aToken(`${userId} start`, { state: 'proven' }) },
    ...changes,
  });

export type GroupCallPorts = Omit<MemoryPorts, 'recipients'> &
  Pick<PeoplePorts, 'recipients'> & { callActivities: MemoryCallActivities; channels: FakeChannels };

export function groupCallPorts(): GroupCallPorts {
  return { ...memoryPorts(), callActivities: new MemoryCallActivities(), channels: new FakeChannels() };
}

/** A group with these members, whose app shows its calls as Live Activities. */
export async function groupOf(ports: GroupCallPorts, devices: readonly Device[]): Promise<void> {
  ports.devices.add(...devices);
  await ports.apps.put(appId, { calls: { groupCallActivity: true } });
  await ports.groups.create({ groupId, name: 'Family' });
  for (const { userId } of devices) await ports.groups.putMember(groupId, { userId });
}

/** Alice calls the group. What follows has happened when it returns. */
export function groupCall(ports: GroupCallPorts) {
  let seen: CallRecord | undefined;
  let changes = 0;
  let taken = 0;
  const due: CallTimer[] = [];

  /** The stream delivers what has changed, if anything has. */
  async function follow(): Promise<void> {
    const after = await ports.calls.find(callId);
    if (after === undefined || JSON.stringify(after) === JSON.stringify(seen)) return;
    changes += 1;
    const change = { changeId: `change-${changes}`, changedAtMs: ports.clock.nowMs() };
    const before = seen;
    seen = after;
    await followCalls(ports, [{ kind: 'call', change, before, after }]);
  }

  /** Timers about the Live Activity that nobody has run. */
  function timers(): CallTimer[] {
    due.push(...ports.callTimers.scheduled.slice(taken).filter(isActivityTimer));
    taken = ports.callTimers.scheduled.length;
    return due.splice(0);
  }

  async function settle(): Promise<void> {
    for (;;) {
      await follow();
      const now = timers().filter((timer) => timer.dueAtMs <= ports.clock.nowMs() || !due.push(timer));
      if (now.length === 0) return;
      for (const timer of now) if (isActivityTimer(timer)) await runCallActivityTimer(ports, timer);
    }
  }

  return {
    follow,
    timers,
    settle,
    async start(input: { to?: CallTo; liveActivity?: boolean } = {}) {
      const about = { from: 'alice', to: { groupId }, callId, callerName: 'Alice', hasVideo: true, timeoutSeconds: 60 };
      const started = await ring(ports, { ...about, ...input });
      if (isRefusal(started)) throw new Error(started.detail);
      await settle();
    },
    async act(userId: string, action: CallAction) {
      const changed = await changeCall(ports, callId, action, { userId, deviceId: `${userId}-1` });
      if (isRefusal(changed)) throw new Error(changed.detail);
    },
  };
}

/** What a phone makes of the pushes: it shows nothing that is older than what it has. */
export interface CardOnPhone {
  channelId: string;
  timestamp: number;
  event: string;
  content: Record<string, unknown>;
}

interface ActivityAps {
  timestamp: number;
  event: string;
  'content-state': Record<string, unknown>;
  'input-push-channel'?: string;
}

export function cardsOf({ apns }: GroupCallPorts): CardOnPhone[] {
  return apns.requests.flatMap(({ headers, payload }) => {
    if (headers['apns-push-type'] !== 'liveactivity') return [];
    const { aps } = payload as { aps: ActivityAps };
    const { timestamp, event, 'content-state': content, 'input-push-channel': channelId = '' } = aps;
    return [{ channelId, timestamp, event, content }];
  });
}

/** The cards after all broadcasts. */
export function shownCards(ports: GroupCallPorts): CardOnPhone[] {
  const cards = cardsOf(ports);
  for (const { channelId, payload } of ports.channels.broadcasts) {
    const { timestamp, event, 'content-state': content } = payload.aps;
    for (const card of cards) {
      if (card.channelId === channelId && timestamp > card.timestamp)
        Object.assign(card, { timestamp, event, content });
    }
  }
  return cards;
}
