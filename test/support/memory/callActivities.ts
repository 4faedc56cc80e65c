import type { CallActivityStore } from '../../../shared/activities/ports.ts';
import {
  type CallActivity,
  type CallChannel,
  channelFor,
  type ShownContent,
} from '../../../shared/activities/rules/callActivity.ts';
import type { ChannelPort } from '../../../shared/apns/ports.ts';
import type { Broadcast, ChannelRequest } from '../../../shared/apns/rules/channelRequest.ts';
import type { ApnsFailure } from '../../../shared/apns/rules/outcome.ts';

/** Live Activities of calls in memory. The tests of the real store run against it, too. */
export class MemoryCallActivities implements CallActivityStore {
  readonly #kept = new Map<string, { activity: ShownContent; pages: Set<string>; channels: CallChannel[] }>();

  async find(callId: string): Promise<CallActivity | undefined> {
    const kept = this.#kept.get(callId);
    return kept && structuredClone({ ...kept.activity, channels: kept.channels });
  }

  async claimPage(callId: string, page: string, content: ShownContent): Promise<boolean> {
    const kept = this.#kept.get(callId) ?? { activity: content, pages: new Set<string>(), channels: [] };
    this.#kept.set(callId, kept);
    const isNew = !kept.pages.has(page);
    kept.pages.add(page);
    return isNew;
  }

  async addChannel(callId: string, channel: CallChannel): Promise<boolean> {
    const kept = this.#kept.get(callId);
    if (kept === undefined || channelFor(kept, channel) !== undefined) return false;
    kept.channels.push(channel);
    return true;
  }

  async noteContent(callId: string, read: CallActivity, content: ShownContent): Promise<boolean> {
    const kept = this.#kept.get(callId);
    if (kept === undefined || kept.activity.timestamp !== read.timestamp) return false;
    kept.activity = structuredClone(content);
    return true;
  }
}

export interface PublishedBroadcast extends Broadcast {
  environment: ChannelRequest['environment'];
  payload: { aps: { event: string; timestamp: number; 'content-state': Record<string, unknown> } };
}

/** Apple's broadcast channels, in memory. */
export class FakeChannels implements ChannelPort {
  readonly broadcasts: PublishedBroadcast[] = [];
  readonly open = new Set<string>();
  created = 0;
  /** What the next requests get instead of being carried out. */
  readonly failures: ((request: ChannelRequest) => ApnsFailure)[] = [];

  async create(request: ChannelRequest) {
    const failure = this.failures.shift();
    if (failure !== undefined) return failure(request);
    this.created += 1;
    const channelId = `channel-${this.created}`;
    this.open.add(channelId);
    return { kind: 'accepted', status: 201, apnsId: request.requestId, channelId } as const;
  }

  async delete(request: ChannelRequest, channelId: string) {
    this.open.delete(channelId);
    return { kind: 'accepted', status: 204, apnsId: request.requestId } as const;
  }

  async publish(request: ChannelRequest, broadcast: Broadcast) {
    const failure = this.failures.shift();
    if (failure !== undefined) return failure(request);
    const { environment, requestId } = request;
    this.broadcasts.push({ ...(structuredClone(broadcast) as PublishedBroadcast), environment });
    return { kind: 'accepted', status: 200, apnsId: requestId } as const;
  }
}
