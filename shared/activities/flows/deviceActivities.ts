/** Live Activities of users, by the tokens of their devices: started, updated and ended. */
import { apnsHeaders, type Priority } from '../../apns/rules/pushTypes.ts';
import { payloadBytes } from '../../content/sizeGuard.ts';
import { currentActivities } from '../../devices/rules/activityTokens.ts';
import type { ApnsEnvironment, Device, DeviceToken } from '../../devices/rules/device.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import { usableToken } from '../../devices/rules/usableToken.ts';
import { isRefusal, type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import { pushDeadlineMs } from '../../push/flows/pushPlanned.ts';
import { pushToToken, type RawPushPorts } from '../../push/flows/pushRaw.ts';
import { pushToDevice } from '../../push/flows/pushToDevice.ts';
import type { TokenTarget } from '../../push/rules/rawPush.ts';
import { outcomeOf, skipped, type TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { ActivityPorts } from '../ports.ts';
import {
  type ActivityInput,
  type ActivityStart,
  type ActivityUpdate,
  activityPayload,
  activityStartPayload,
  maxActivityBytes,
} from '../rules/activityUpdate.ts';
import type { ActivityChannel } from '../rules/channel.ts';
import { type ActivityPushPorts, pushToActivity } from './pushToActivity.ts';

export type DeviceActivityPorts = RawPushPorts & ActivityPushPorts & Pick<ActivityPorts, 'activityChannels'>;

/** Users with all their devices, or one device of a user. */
export interface ActivityUsers {
  userIds: readonly string[];
  deviceId?: string | undefined;
}

/** An outcome of a bare token has no user. */
export type ActivityOutcome = Omit<TargetOutcome, 'userId'> & { userId?: string | undefined };

interface Sending {
  appId: string;
  priority: Priority;
  /** How long APNs keeps it for a phone that cannot be reached. */
  ttlSeconds?: number | undefined;
  /** Epoch milliseconds of the content; absent: now. */
  atMs?: number | undefined;
}

export interface StartInput extends Sending {
  activityId: string;
  to: ActivityUsers | TokenTarget;
  start: ActivityStart;
  /** Name of a channel that updates it; absent: an update token of each phone does. */
  channel?: string | undefined;
}

/** Starts a Live Activity: one push to each phone. Its attributes name it as `activityId`. */
export async function startActivities(
  ports: DeviceActivityPorts,
  input: StartInput,
): Promise<ActivityOutcome[] | Refusal> {
  const { activityId, appId, to } = input;
  const channel = input.channel === undefined ? undefined : await findChannel(ports, input.channel, appId);
  if (isRefusal(channel)) return channel;
  const start = { ...input.start, attributes: { activityId, ...input.start.attributes } };
  const nowMs = ports.clock.nowMs();
  const payloadFor = (from: ActivityInput) => activityStartPayload(start, from, input.atMs ?? nowMs);
  const tooLarge = refuseLarge(payloadFor(longestInput(channel)), '/attributes');
  if (tooLarge !== undefined) return tooLarge;

  if ('token' in to) {
    const from = inputFor(channel, to.environment ?? 'production');
    if (from === undefined) return refuse('channel_app', `The channel ${channel?.name} is not in that environment.`);
    const headers = rawHeadersOf(input, nowMs);
    return [await pushToToken(ports, { appId, pushType: 'liveactivity', headers, payload: payloadFor(from) }, to)];
  }

  const startOn = async (device: Device, token: DeviceToken): Promise<TargetOutcome> => {
    const target = { userId: device.userId, deviceId: device.deviceId, kind: 'liveActivityStart' } as const;
    const from = inputFor(channel, likelyEnvironment(device, token));
    if (from === undefined) return { ...target, outcome: 'failed', reason: 'no_channel' };
    const headers = apnsHeaders(appId, 'liveactivity', ports.newId(), nowMs, input);
    const push = { target, device, token, headers, payload: payloadFor(from), deadlineMs: nowMs + pushDeadlineMs };
    return outcomeOf(target, await pushToDevice(ports, push));
  };

  return ofDevices(ports, to, appId, (device) => {
    const token = usableToken(device, 'liveActivityStart');
    return token && startOn(device, token);
  });
}

export interface UpdateInput extends Sending {
  activityId: string;
  to: ActivityUsers;
  update: ActivityUpdate;
}

/** Updates or ends a Live Activity on the phones that have registered an update token for it. */
export async function updateActivities(
  ports: DeviceActivityPorts,
  input: UpdateInput,
): Promise<ActivityOutcome[] | Refusal> {
  const { activityId, appId, to, update } = input;
  const nowMs = ports.clock.nowMs();
  const payload = activityPayload(update, input.atMs ?? nowMs);
  const tooLarge = refuseLarge(payload, '/contentState');
  if (tooLarge !== undefined) return tooLarge;
  return ofDevices(ports, to, appId, (device) => {
    const token = currentActivities(device, nowMs)[activityId];
    if (token === undefined) return undefined;
    const headers = apnsHeaders(appId, 'liveactivity', ports.newId(), nowMs, input);
    return pushToActivity(ports, { device, activityId, token, headers, payload, deadlineMs: nowMs + pushDeadlineMs });
  });
}

/** @param send returns undefined for a device without a token for it. */
async function ofDevices(
  ports: Pick<DeviceActivityPorts, 'devices'>,
  { userIds, deviceId }: ActivityUsers,
  appId: string,
  send: (device: Device) => Promise<TargetOutcome> | undefined,
): Promise<TargetOutcome[]> {
  const outcomes = userIds.map(async (userId) => {
    const devices = (await ports.devices.list(userId)).filter(
      (device) => device.appId === appId && (deviceId === undefined || device.deviceId === deviceId),
    );
    const sent = await Promise.all(devices.flatMap((device) => send(device) ?? []));
    return sent.length > 0 ? sent : [skipped({ userId }, devices.length === 0 ? 'no_device' : 'no_token')];
  });
  return (await Promise.all(outcomes)).flat();
}

async function findChannel(
  { activityChannels }: Pick<ActivityPorts, 'activityChannels'>,
  name: string,
  appId: string,
): Promise<ActivityChannel | Refusal> {
  const channel = await activityChannels.find(name);
  if (channel === undefined) return refuse('unknown_channel', `There is no channel ${name}.`);
  return channel.appId === appId ? channel : refuse('channel_app', `The channel ${name} is one of ${channel.appId}.`);
}

/** A channel belongs to one environment. @returns undefined if this one has no such channel. */
function inputFor(channel: ActivityChannel | undefined, environment: ApnsEnvironment): ActivityInput | undefined {
  if (channel === undefined) return 'token';
  const channelId = channel.channelIds[environment];
  return channelId === undefined ? undefined : { channelId };
}

/** The one that takes most room. */
function longestInput(channel: ActivityChannel | undefined): ActivityInput {
  if (channel === undefined) return 'token';
  const [longest = ''] = Object.values(channel.channelIds).toSorted((one, other) => other.length - one.length);
  return { channelId: longest };
}

function refuseLarge(payload: object, path: string): Refusal | undefined {
  const bytes = payloadBytes(payload);
  if (bytes <= maxActivityBytes) return undefined;
  const detail = `The push has ${bytes} bytes; one to a device may have ${maxActivityBytes}.`;
  return refuseField('push_too_large', detail, path, 'must be smaller');
}

function rawHeadersOf({ priority, ttlSeconds }: Sending, nowMs: number) {
  const expiration = ttlSeconds === 0 ? 0 : Math.floor(nowMs / 1000) + (ttlSeconds ?? 0);
  return {
    'apns-priority': priority,
    ...(ttlSeconds !== undefined && { 'apns-expiration': expiration }),
  };
}
