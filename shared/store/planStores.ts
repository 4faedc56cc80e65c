import type { MessagePorts } from '../messages/ports.ts';
import type { PeoplePorts } from '../people/ports.ts';
import type { Clock } from '../platform/ports.ts';
import type { TeamPorts } from '../team/ports.ts';
import { badgeStore } from './badges.ts';
import { groupReader } from './groupReader.ts';
import { profileStore } from './profiles.ts';
import { recipientStore } from './recipients.ts';
import type { Table } from './table.ts';
import { appStore, policyStore } from './teamSettings.ts';

/**
 * What preparing and planning a message reads: the same for sending, explaining and the delivery worker.
 * @param settingsKeptSeconds how long policies and settings of apps are kept in memory.
 */
export function planStores(
  table: Table,
  clock: Clock,
  settingsKeptSeconds?: number,
): Pick<PeoplePorts, 'profiles' | 'recipients' | 'groups'> & TeamPorts & Pick<MessagePorts, 'badges'> {
  return {
    profiles: profileStore(table),
    recipients: recipientStore(table),
    groups: groupReader(table),
    policies: policyStore(table, clock, settingsKeptSeconds),
    apps: appStore(table, clock, settingsKeptSeconds),
    badges: badgeStore(table),
  };
}
