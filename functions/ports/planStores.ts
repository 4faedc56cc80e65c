import type { MessagePorts } from '../../shared/messages/ports.ts';
import { badgeStore } from '../../shared/messages/table/badgeStore.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import { groupReader } from '../../shared/people/table/groupReader.ts';
import { keptProfiles } from '../../shared/people/table/keptProfiles.ts';
import { profileStore } from '../../shared/people/table/profiles.ts';
import { recipientStore } from '../../shared/people/table/recipients.ts';
import type { Clock } from '../../shared/platform/ports.ts';
import type { Freshness } from '../../shared/platform/table/batchGet.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import type { TeamPorts } from '../../shared/team/ports.ts';
import { appStore, policyStore } from '../../shared/team/table/teamSettings.ts';

/**
 * Stores for preparing and planning a message: the same for sending, explaining and the delivery worker.
 * @param settingsKeptSeconds how long policies, settings of apps and profiles of senders are kept in memory.
 * @param freshness of recipients: a message may be planned with what was true a moment ago, a call not.
 */
export function planStores(
  table: Table,
  clock: Clock,
  settingsKeptSeconds?: number,
  freshness?: Freshness,
): Pick<PeoplePorts, 'profiles' | 'recipients' | 'groups'> & TeamPorts & Pick<MessagePorts, 'badges'> {
  return {
    profiles: keptProfiles(profileStore(table), clock, settingsKeptSeconds),
    recipients: recipientStore(table, freshness),
    groups: groupReader(table),
    policies: policyStore(table, clock, settingsKeptSeconds),
    apps: appStore(table, clock, settingsKeptSeconds),
    badges: badgeStore(table),
  };
}
