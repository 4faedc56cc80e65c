/** The broadcast channels of a call in a group: created for its first phones, and deleted after its end. */
import type { PlatformPorts } from '../../platform/ports.ts';
import type { CallActivityPorts } from '../ports.ts';
import { type CallActivity, type CallChannel, channelFor } from '../rules/callActivity.ts';
import { type HostOutcome, type HostPorts, hostOutcome, requestTo } from './hostOutcome.ts';

export type CallChannelPorts = HostPorts & Pick<PlatformPorts, 'log'> & CallActivityPorts;

type Place = Omit<CallChannel, 'channelId'>;

/** Apple keeps the newest broadcast for phones that it cannot reach: else they would show a call that is over. */
const storesNewest = 1;

/** @returns the channels of these places, without those that Apple did not create. */
export async function ensureChannels(
  ports: CallChannelPorts,
  callId: string,
  places: readonly Place[],
): Promise<CallChannel[]> {
  const known = await ports.callActivities.find(callId);
  const channels = await Promise.all(
    places.map((place) => (known && channelFor(known, place)) ?? createChannel(ports, callId, place)),
  );
  return channels.flatMap((channel) => channel ?? []);
}

async function createChannel(ports: CallChannelPorts, callId: string, place: Place): Promise<CallChannel | undefined> {
  const { appId, environment } = place;
  const answer = await ports.channels.create(requestTo(ports, appId, environment), storesNewest);
  if (answer.kind !== 'accepted') {
    const { reason } = hostOutcome(environment, answer);
    ports.log.error('no channel for the Live Activity of a call', { callId, appId, environment, reason });
    return undefined;
  }
  const channel = { ...place, channelId: answer.channelId };
  if (await ports.callActivities.addChannel(callId, channel)) return channel;
  // Another worker was faster.
  await ports.channels.delete(requestTo(ports, appId, environment), answer.channelId);
  const stored = await ports.callActivities.find(callId);
  return stored && channelFor(stored, place);
}

/** @returns the outcomes of the channels that remain. */
export async function deleteChannels(
  ports: CallChannelPorts,
  { channels }: Pick<CallActivity, 'channels'>,
): Promise<HostOutcome[]> {
  const outcomes = await Promise.all(
    channels.map(async ({ appId, environment, channelId }) =>
      hostOutcome(environment, await ports.channels.delete(requestTo(ports, appId, environment), channelId)),
    ),
  );
  return outcomes.filter(({ outcome, reason }) => outcome !== 'accepted' && reason !== 'ChannelNotRegistered');
}
