import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { blockedNumberStore } from '../shared/callDirectory/table/blockedNumbers.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { sqsCallTimerQueue } from '../shared/calls/aws/timerQueue.ts';
import { runCallTimer } from '../shared/calls/flows/runTimer.ts';
import type { CallTimer } from '../shared/calls/rules/record.ts';
import { type ActivityTimer, readTimer } from '../shared/calls/rules/timer.ts';
import { callStore } from '../shared/calls/table/callStore.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { lazily } from '../shared/platform/aws/lazily.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { planStores } from './ports/planStores.ts';
import { openPushPorts } from './ports/pushPorts.ts';
import { ringChannelAddress } from './ports/ringChannelPorts.ts';

const log = openLog('callTimer', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const others = {
  ...openPushPorts(table, log),
  ...planStores(table, system.clock, settingsKeptSeconds()),
  blockedNumbers: blockedNumberStore(table),
  calls: callStore(table, system.clock),
  reports: reportStore(table),
  statistics: statisticsStore(table, stageApps().isKnown),
  callTimers: sqsCallTimerQueue(requireVariable('RINGPOST_CALL_TIMER_QUEUE_URL'), system.clock),
  ringChannel: ringChannelAddress(),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
};
// Few calls have one, and the others' timers need not load it.
const activities = lazily(async () =>
  (await import('./ports/callActivities.ts')).openCallActivities(table, log, others),
);
const ports = { ...others, runActivityTimer: async (timer: ActivityTimer) => (await activities())(timer) };

/** Takes timers from their queue when they are due. A timer that fails goes back to the queue by itself. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body, attributes }) => {
      const timer = readTimer(body);
      const receiveCount = Number(attributes.ApproximateReceiveCount);
      // No latency is measured from the request: a timer is late on purpose.
      const origin = timer?.requestId === undefined ? undefined : { requestId: timer.requestId };
      const isDone = await log.during({ origin, fields: { queueMessageId: messageId, receiveCount } }, () =>
        run(timer),
      );
      return isDone ? [] : [{ itemIdentifier: messageId }];
    }),
  );
  return { batchItemFailures: failures.flat() };
}

/** @returns false if the queue must deliver it again. */
async function run(timer: CallTimer | undefined): Promise<boolean> {
  try {
    if (timer === undefined) throw new Error('not a call timer');
    await runCallTimer(ports, timer);
    return true;
  } catch (error) {
    log.error('call timer failed', { task: timer?.task, ...errorFields(error) });
    ports.metrics.record('WorkFailed', 1, {}, { service: 'callTimer' });
    return false;
  }
}
