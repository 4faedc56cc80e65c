/** Where the names of channels are stored. */
import type { ApnsEnvironment } from '../devices/rules/device.ts';
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

export interface ActivityPorts {
  activityChannels: ActivityChannelStore;
}
