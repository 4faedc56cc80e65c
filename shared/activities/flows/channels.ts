/** Named broadcast channels: created in both of Apple's environments, updated by name, and deleted. */
import type { ChannelPort } from '../../apns/ports.ts';
import { type ApnsEnvironment, apnsEnvironments } from '../../devices/rules/device.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import type { ActivityPorts } from '../ports.ts';
import { type ActivityUpdate, activityPayload, excessBytes, maxBroadcastBytes } from '../rules/activityUpdate.ts';
import { type ActivityChannel, channelsOf, isSameChannel } from '../rules/channel.ts';
import { type HostOutcome, type HostPorts, hostOutcome, requestTo } from './hostOutcome.ts';

export type ChannelPorts = ActivityPorts & HostPorts & Pick<PlatformPorts, 'log'> & { channels: ChannelPort };

export interface ChannelResult {
  channel: ActivityChannel;
  /** Outcomes of the environments that were asked now. */
  hosts: HostOutcome[];
}

/**
 * Creates what is missing of the channel. A repetition asks Apple again for the environments that it rejected before.
 * Where Apple does not answer, a channel without a name may remain there.
 */
export async function putChannel(
  ports: ChannelPorts,
  wanted: Omit<ActivityChannel, 'channelIds'>,
): Promise<ChannelResult | Refusal> {
  const known = await ports.activityChannels.find(wanted.name);
  if (known !== undefined && !isSameChannel(known, wanted)) return otherChannel(known);
  const missing = apnsEnvironments.filter((environment) => known?.channelIds[environment] === undefined);
  const created = await Promise.all(missing.map((environment) => createIn(ports, wanted, environment)));
  const hosts = created.map(({ host }) => host);
  const channelIds = Object.fromEntries(
    created.flatMap(({ host, channelId }) => (channelId === undefined ? [] : [[host.environment, channelId]])),
  );
  const channel = { ...wanted, channelIds: { ...channelIds, ...known?.channelIds } };
  if (channelsOf(channel).length === 0) return rejectedByApple(hosts);
  return store(ports, { channel, hosts }, known);
}

async function createIn(
  ports: ChannelPorts,
  { appId, storesLatest }: Omit<ActivityChannel, 'channelIds'>,
  environment: ApnsEnvironment,
): Promise<{ host: HostOutcome; channelId?: string }> {
  const answer = await ports.channels.create(requestTo(ports, appId, environment), storesLatest ? 1 : 0);
  const host = hostOutcome(environment, answer);
  return answer.kind === 'accepted' ? { host, channelId: answer.channelId } : { host };
}

/** Another request may have created the channel meanwhile: then its channels stay, and ours go. */
async function store(
  ports: ChannelPorts,
  result: ChannelResult,
  known: ActivityChannel | undefined,
): Promise<ChannelResult | Refusal> {
  const { channel } = result;
  const { activityChannels } = ports;
  const added = channelsOf(channel).filter(({ environment }) => known?.channelIds[environment] === undefined);
  if (known === undefined) {
    if (await activityChannels.create(channel)) return result;
    await deleteAll(ports, channel.appId, added);
    const { channelIds: _, ...wanted } = channel;
    return putChannel(ports, wanted);
  }
  for (const one of added) {
    if (!(await activityChannels.addEnvironment(channel.name, one.environment, one.channelId))) {
      await deleteAll(ports, channel.appId, [one]);
    }
  }
  return { ...result, channel: (await activityChannels.find(channel.name)) ?? channel };
}

export interface ChannelUpdate extends ActivityUpdate {
  priority: 10 | 5;
  ttlSeconds?: number | undefined;
  /** Epoch milliseconds of the content; absent: now. */
  atMs?: number | undefined;
}

/** Publishes one update to the phones that follow the channel, however many they are. */
export async function updateChannel(
  ports: ChannelPorts,
  name: string,
  { ttlSeconds = 0, priority, atMs, ...update }: ChannelUpdate,
): Promise<ChannelResult | Refusal> {
  const channel = await ports.activityChannels.find(name);
  if (channel === undefined) return unknownChannel(name);
  if (ttlSeconds > 0 && !channel.storesLatest) {
    const detail = `The channel ${name} stores nothing, so a broadcast cannot wait for a phone.`;
    return refuseField('channel_stores_nothing', detail, '/ttlSeconds', 'must be 0 or left out for this channel');
  }
  const nowMs = ports.clock.nowMs();
  const bytes = excessBytes(update, atMs ?? nowMs);
  if (bytes !== undefined) {
    const detail = `The update has ${bytes} bytes; a broadcast may have ${maxBroadcastBytes}.`;
    return refuseField('push_too_large', detail, '/contentState', 'must be smaller');
  }
  const payload = activityPayload(update, atMs ?? nowMs);
  const expiration = ttlSeconds === 0 ? 0 : Math.floor(nowMs / 1000) + ttlSeconds;
  const hosts = await Promise.all(
    channelsOf(channel).map(async ({ environment, channelId }) => {
      const request = requestTo(ports, channel.appId, environment);
      const answer = await ports.channels.publish(request, { channelId, priority, expiration, payload });
      return hostOutcome(environment, answer);
    }),
  );
  for (const { environment, outcome, reason } of hosts) {
    ports.log.info('activity broadcast', { channel: name, event: update.event, environment, outcome, reason });
  }
  return { channel, hosts };
}

/** The name stays while Apple still has a channel of it, so that the request can be repeated. */
export async function removeChannel(ports: ChannelPorts, name: string): Promise<Refusal | undefined> {
  const channel = await ports.activityChannels.find(name);
  if (channel === undefined) return unknownChannel(name);
  const hosts = await deleteAll(ports, channel.appId, channelsOf(channel));
  const kept = hosts.filter(({ outcome, reason }) => outcome !== 'accepted' && reason !== 'ChannelNotRegistered');
  if (kept.length > 0) return rejectedByApple(kept);
  await ports.activityChannels.remove(name);
  return undefined;
}

function deleteAll(
  ports: ChannelPorts,
  appId: string,
  channels: readonly { environment: ApnsEnvironment; channelId: string }[],
): Promise<HostOutcome[]> {
  return Promise.all(
    channels.map(async ({ environment, channelId }) =>
      hostOutcome(environment, await ports.channels.delete(requestTo(ports, appId, environment), channelId)),
    ),
  );
}

const unknownChannel = (name: string) => refuse('unknown_channel', `There is no channel ${name}.`);

const otherChannel = ({ name, appId, storesLatest }: ActivityChannel) =>
  refuse(
    'channel_exists',
    `The channel ${name} is one of ${appId} that stores ${storesLatest ? 'the newest broadcast' : 'nothing'}.`,
  );

function rejectedByApple(hosts: readonly HostOutcome[]): Refusal {
  const reasons = hosts.map(({ environment, reason }) => `${environment}: ${reason ?? 'no reason'}`);
  return refuse('rejected_by_apple', `Apple did not carry out the request (${reasons.join(', ')}).`, { hosts });
}
