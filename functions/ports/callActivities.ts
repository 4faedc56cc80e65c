import { runCallActivityTimer } from '../../shared/activities/flows/callActivityTimer.ts';
import type { ShowCallActivityPorts } from '../../shared/activities/flows/showCallActivity.ts';
import { callActivityStore } from '../../shared/activities/table/callActivityStore.ts';
import type { ActivityTimer } from '../../shared/calls/rules/timer.ts';
import type { Log } from '../../shared/platform/ports.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { stageApps } from '../../shared/team/aws/stageApps.ts';
import { openChannels } from './channelPorts.ts';

type OtherPorts = Omit<ShowCallActivityPorts, 'channels' | 'callActivities' | 'ruledApps'>;

/** Live Activities of calls in groups. Loaded with the first of them. */
export function openCallActivities(table: Table, log: Log, others: OtherPorts) {
  const callActivities = callActivityStore(table, others.clock);
  const ports = { ...others, channels: openChannels(log), callActivities, ruledApps: stageApps() };
  return (timer: ActivityTimer) => runCallActivityTimer(ports, timer);
}
