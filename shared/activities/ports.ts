/** Where the names of channels are stored. */
import type { ChannelPort } from '../apns/ports.ts';
import type { ApnsEnvironment } from '../devices/rules/device.ts';
import type { CallActivity, CallChannel, ShownContent } from './rules/callActivity.ts';
import type { ActivityChannel } from './rules/channel.ts';

export interface ActivityChannelStore {
  find(name: string): Promise<ActivityChannel | undefined>;
  /** @returns false, and nothing is stored, if the name is in use. */
  create(channel: ActivityChannel): Promise<boolean>;
  /** @returns false if the channel is gone, or has one in that environment already. */
  addEnvironment(name: string, environment: ApnsEnvironment, channelId: string): Promise<boolean>;
  remove(name: string): Promise<void>;
  list(): Promise<ActivityChannel[]>;
}

/** What is known of the Live Activity of a call in a group. */
export interface CallActivityStore {
  find(callId: string): Promise<CallActivity | undefined>;
  /**
   * Notes that a page of the group's members gets it now.
   * @param page the member after whom the page begins; `''` for the first one.
   * @param content what its phones show first, if nothing is noted yet.
   * @returns false if another worker has noted it: each phone gets one start.
   */
  claimPage(callId: string, page: string, content: ShownContent): Promise<boolean>;
  /** @returns false if the app has a channel for the call in that environment already: nothing is stored then. */
  addChannel(callId: string, channel: CallChannel): Promise<boolean>;
  /** Notes what is published now. @returns false if something else was noted since it was read. */
  noteContent(callId: string, read: CallActivity, content: ShownContent): Promise<boolean>;
}

export interface CallActivityPorts {
  callActivities: CallActivityStore;
  channels: ChannelPort;
}

export interface ActivityPorts {
  activityChannels: ActivityChannelStore;
}
