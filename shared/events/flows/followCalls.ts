import { type CallRecipientsPorts, readRecipients } from '../../calls/flows/callRecipients.ts';
import type { CallPorts } from '../../calls/ports.ts';
import { callTimesOutAtMs, participantsOf } from '../../calls/rules/change.ts';
import { hasMissed } from '../../calls/rules/missedCall.ts';
import type { CallLogEntry, CallRecord, CallTimer } from '../../calls/rules/record.ts';
import { ringEvents } from '../../calls/rules/ringChannel.ts';
import { insuredThatReacted, reportWithinMs } from '../../calls/rules/ringInsurance.ts';
import { stoppedRinging } from '../../calls/rules/timeline.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { isCountedCallState } from '../../platform/metricTable.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { UnreadableItem } from '../../platform/unreadableItem.ts';
import type { TableChange } from '../rules/tableChange.ts';

export type FollowCallsPorts = CallRecipientsPorts &
  Pick<PlatformPorts, 'log' | 'metrics'> &
  Pick<CallPorts, 'callTimers' | 'rings'> & {
    callLog: Pick<CallPorts['callLog'], 'add'>;
  };

/** Consequences of one change. */
interface Consequences {
  timers: CallTimer[];
  logEntries: CallLogEntry[];
}

const nothing: Consequences = { timers: [], logEntries: [] };

/**
 * Sets the timers of calls that have started to ring, and writes them into the call logs of their participants. Nobody
 * waits for it, and it is safe to repeat: timers and log entries come at least once.
 *
 * @returns for each change, in order, whether all its consequences are done.
 */
export async function followCalls(ports: FollowCallsPorts, changes: readonly TableChange[]): Promise<boolean[]> {
  const all = await Promise.all(changes.map((change) => consequencesOrNone(ports, change)));
  const [timers, logEntries] = await Promise.all([
    ports.callTimers.schedule(all.flatMap((each) => each?.timers ?? [])),
    ports.callLog.add(all.flatMap((each) => each?.logEntries ?? [])),
    publishToPhones(ports, changes),
  ]);
  const undone = new Set<object>([...timers, ...logEntries]);
  const done = all.map(
    (each) => each !== undefined && ![...each.timers, ...each.logEntries].some((one) => undone.has(one)),
  );
  for (const change of changes.filter((_change, index) => done[index])) countCall(ports, change);
  return done;
}

/** Not repeated if it fails: by then the phones have asked by themselves. */
async function publishToPhones({ rings, log }: FollowCallsPorts, changes: readonly TableChange[]): Promise<void> {
  if (rings === undefined) return;
  const heard = changes.flatMap((change) =>
    change.kind === 'call' && change.before !== undefined ? ringEvents(change.before, change.after) : [],
  );
  await Promise.all(
    heard.map((ring) =>
      rings
        .publish(ring)
        .catch((error: unknown) =>
          log.warn('ring channel not reached', { callId: ring.event.callId, ...errorFields(error) }),
        ),
    ),
  );
}

/** Here, because every change of a call passes here, and nobody waits. A change that comes twice counts twice. */
function countCall({ metrics }: FollowCallsPorts, change: TableChange): void {
  if (change.kind !== 'call') return;
  const { state } = change.after.call;
  if (state !== change.before?.call.state && isCountedCallState(state)) metrics.add('Calls', 1, { state });
}

/** An item in an unknown format must not hold up the other changes of its batch. */
async function consequencesOrNone(
  ports: FollowCallsPorts,
  tableChange: TableChange,
): Promise<Consequences | undefined> {
  try {
    return await consequencesOf(ports, tableChange);
  } catch (error) {
    ports.log.error('change not understood', { changeId: tableChange.change.changeId, ...errorFields(error) });
    return undefined;
  }
}

async function consequencesOf(ports: FollowCallsPorts, tableChange: TableChange): Promise<Consequences> {
  if (tableChange.kind !== 'call') return nothing;
  const { before, after, change } = tableChange;
  const { callId, createdAtMs } = after.call;
  const known = new Set(before ? participantsOf(before.call) : []);
  const newcomers = participantsOf(after.call).filter((userId) => !known.has(userId));
  return {
    timers: timersOf(before, after, change.changedAtMs),
    logEntries: (await loggedFor(ports, after, newcomers)).map((userId) => ({ userId, callId, createdAtMs })),
  };
}

/** A callee who has blocked the caller sees nothing of the call: no ring, and no log entry. */
async function loggedFor(ports: FollowCallsPorts, record: CallRecord, newcomers: readonly string[]): Promise<string[]> {
  const { from } = record.call;
  const callees = newcomers.filter((userId) => userId !== from);
  const recipients = callees.length === 0 ? [] : await readRecipients(ports, record, callees);
  for (const { userId, fault } of recipients) {
    if (fault === undefined) continue;
    // A callee who cannot be read now may have blocked the caller: the change is processed again.
    if (!(fault instanceof UnreadableItem)) throw fault;
    ports.log.error('cannot read recipient', { userId, ...errorFields(fault) });
  }
  const logged = recipients.filter(({ hasBlockedSender, fault }) => !hasBlockedSender && fault === undefined);
  const userIds = new Set([from, ...logged.map(({ userId }) => userId)]);
  return newcomers.filter((userId) => userIds.has(userId));
}

/** Set here, so that ringing waits for no queue, and no timer is lost if the ringing function dies. */
function timersOf(before: CallRecord | undefined, after: CallRecord, nowMs: number): CallTimer[] {
  const { callId } = after.call;
  const { requestId } = after;
  const timer = { callId, requestId };
  const timesOutAtMs = callTimesOutAtMs(before?.call, after.call);
  const { repeatAlertsAtMs } = after;
  const stopped = before ? stoppedRinging(before.call, after.call) : [];
  const missed = stopped.filter((userId) => hasMissed(after.call, userId));
  const userIds = after.tellsWhenStopped ? stopped : [];
  return [
    // Both in one request to the queue.
    ...(timesOutAtMs === undefined
      ? []
      : [{ ...timer, dueAtMs: timesOutAtMs, task: 'expire' } as const, insuranceTimer(timer, nowMs)]),
    ...(isInsuranceOver(before, after)
      ? [{ ...timer, dueAtMs: nowMs + withdrawalDelayMs, task: 'withdraw_insurance' } as const]
      : []),
    ...(repeatAlertsAtMs === undefined || repeatAlertsAtMs === before?.repeatAlertsAtMs
      ? []
      : [{ ...timer, dueAtMs: repeatAlertsAtMs, task: 'repeat_alerts' } as const]),
    ...(missed.length === 0 ? [] : [missedCallTimer(timer, missed, after, nowMs)]),
    ...(userIds.length === 0 ? [] : [{ ...timer, dueAtMs: nowMs, task: 'stop_ringing', userIds } as const]),
    ...activityTimers(timer, before, after, nowMs),
  ];
}

/** The Live Activity of a call in a group begins with the call, and follows each of its changes. */
function activityTimers(
  timer: Pick<CallTimer, 'callId' | 'requestId'>,
  before: CallRecord | undefined,
  after: CallRecord,
  dueAtMs: number,
): CallTimer[] {
  if (after.call.groupId === undefined || after.liveActivity === false) return [];
  if (before === undefined) return [{ ...timer, dueAtMs, task: 'show_activity' }];
  const isSame = before.showsActivity === after.showsActivity && before.call.version === after.call.version;
  return !after.showsActivity || isSame ? [] : [{ ...timer, dueAtMs, task: 'update_activity' }];
}

/** The alert may still be on its way, and must not arrive after the push that withdraws it. */
const withdrawalDelayMs = 1000;

/** A phone that got an alert has reported the call, or its user has answered or declined it there. */
function isInsuranceOver(before: CallRecord | undefined, after: CallRecord): boolean {
  const { insuredReports = new Set() } = after;
  const hasReported = insuredReports.size > (before?.insuredReports?.size ?? 0);
  return hasReported || insuredThatReacted(before?.call, after);
}

function insuranceTimer(timer: Pick<CallTimer, 'callId' | 'requestId'>, nowMs: number): CallTimer {
  return { ...timer, task: 'insure', dueAtMs: nowMs + reportWithinMs, waitsUntilMs: nowMs + ringTakesMs };
}

/** A recent ring alert may still be on its way, and must not arrive after this one. */
const missedCallDelayMs = 1000;

/** Longer than all attempts to ring one phone take. */
const ringTakesMs = 40_000;

function missedCallTimer(
  timer: Pick<CallTimer, 'callId' | 'requestId'>,
  userIds: string[],
  { repeatAlertsAtMs }: CallRecord,
  nowMs: number,
): CallTimer {
  const dueAtMs = repeatAlertsAtMs === undefined ? nowMs : nowMs + missedCallDelayMs;
  return { ...timer, task: 'tell_missed', userIds, dueAtMs, waitsUntilMs: nowMs + ringTakesMs };
}
