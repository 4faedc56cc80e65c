/** When a user reads on one phone, the badges of the user's other phones follow. */
import { badgePush } from '../../content/payloads/badgePush.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Device } from '../../devices/rules/device.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { type DevicePushPorts, pushToDevice } from '../../push/flows/pushToDevice.ts';
import { nextMessageAttemptSeconds } from '../../push/rules/retryPlan.ts';
import type { TeamPorts } from '../../team/ports.ts';
import type { MessagePorts } from '../ports.ts';
import type { BadgeTask } from '../rules/tasks.ts';

/** Queues the work, so that the phone that has read need not wait for it. */
export async function queueBadge(
  ports: Pick<DevicePorts, 'devices'> & Pick<MessagePorts, 'deliveries'>,
  { userId, deviceId: readOn, appId }: Pick<Device, 'userId' | 'deviceId' | 'appId'>,
  wakesApp: boolean,
): Promise<void> {
  const devices = await ports.devices.list(userId);
  const others = devices.filter(
    ({ deviceId, appId: otherAppId, tokens }) =>
      deviceId !== readOn && otherAppId === appId && usableToken({ tokens }, 'alert') !== undefined,
  );
  if (others.length === 0) return;
  const deviceIds = others.map(({ deviceId }) => deviceId);
  const task: BadgeTask = {
    task: 'badge',
    userId,
    appId,
    deviceIds,
    ...(wakesApp && { wakesApp }),
    attemptsMade: 0,
  };
  await ports.deliveries.enqueue([{ task, delaySeconds: 0 }]);
}

export type PushBadgePorts = DevicePushPorts &
  Pick<PlatformPorts, 'clock' | 'newId'> &
  Pick<DevicePorts, 'devices'> &
  Pick<TeamPorts, 'apps'> &
  Pick<MessagePorts, 'badges' | 'deliveries'>;

/** The worker's part: each phone gets the current counter, unless the team has switched that off for the app. */
export async function pushBadge(ports: PushBadgePorts, task: BadgeTask): Promise<void> {
  const { userId, appId, deviceIds, wakesApp, attemptsMade } = task;
  if ((await ports.apps.find(appId))?.pushBadgeToOtherDevices === false) return;
  const badge = await ports.badges.peek(userId, appId);
  const answers = await Promise.all(
    deviceIds.map((deviceId) => pushToOneDevice(ports, { userId, deviceId, appId }, badge, wakesApp)),
  );
  const unanswered = deviceIds.filter((_, index) => answers[index] === 'retry_later');
  const attempts = attemptsMade + 1;
  const delaySeconds = nextMessageAttemptSeconds(attempts);
  if (unanswered.length === 0 || delaySeconds === undefined) return;
  ports.metrics.add('PushesRetried', unanswered.length, {});
  const rest: BadgeTask = { ...task, deviceIds: unanswered, attemptsMade: attempts };
  await ports.deliveries.enqueue([{ task: rest, delaySeconds }]);
}

async function pushToOneDevice(
  ports: PushBadgePorts,
  { userId, deviceId, appId }: Pick<Device, 'userId' | 'deviceId' | 'appId'>,
  badge: number,
  wakesApp: boolean | undefined,
): Promise<'retry_later' | 'done'> {
  const device = await ports.devices.find(userId, deviceId);
  const token = device && usableToken(device, 'alert');
  if (device === undefined || token === undefined) return 'done';
  const nowMs = ports.clock.nowMs();
  const { verdict } = await pushToDevice(ports, {
    target: { userId, deviceId, kind: 'alert' },
    device,
    token,
    ...badgePush(appId, badge, ports.newId(), nowMs, wakesApp),
    deadlineMs: nowMs + pushDeadlineMs,
  });
  return verdict.next === 'retry_later' ? 'retry_later' : 'done';
}
