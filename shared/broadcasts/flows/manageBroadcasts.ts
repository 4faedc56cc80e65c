/** What a team's servers do with their broadcasts: start, stop, resume, take back. */
import { hasContent, type MessageElement } from '../../content/message.ts';
import { type OfflinePush, pushTypeOf } from '../../content/offlinePush.ts';
import type { RecallMode } from '../../content/payloads/recallPush.ts';
import { showsText } from '../../content/texts.ts';
import type { StageApps } from '../../devices/ports.ts';
import { type PreparePorts, prepareMessage } from '../../messages/flows/prepareMessage.ts';
import { errorFields } from '../../platform/errorFields.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { isRefusal, type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import type { BroadcastPorts, BroadcastStore } from '../ports.ts';
import { usersPerTask } from '../rules/ranges.ts';
import type { BroadcastAudience, BroadcastJob, BroadcastRecord, BroadcastState, TagFilter } from '../rules/record.ts';
import { type BroadcastReport, reportOf } from '../rules/report.ts';
import { queueDelaySeconds, wakeFor } from '../rules/wakeTime.ts';
import { lookCountsMs } from './watchBroadcast.ts';

export type ManagePorts = PreparePorts &
  Pick<PlatformPorts, 'clock' | 'log'> &
  BroadcastPorts & { stageApps: StageApps };

export interface BroadcastInput {
  /** A lower-case UUID. */
  broadcastId: string;
  appId: string;
  audience: { all: true } | { tags: TagFilter } | { userIds: readonly string[] };
  message: { elements?: readonly MessageElement[] | undefined; offlinePush: OfflinePush };
  /** Epoch milliseconds. */
  sendAtMs?: number | undefined;
  respectQuietHours?: boolean | undefined;
  name?: string | undefined;
}

/** Repeating it is harmless: a broadcast is stored once, and a plan queues what is not done. @returns it as it is stored. */
export async function createBroadcast(ports: ManagePorts, input: BroadcastInput): Promise<BroadcastRecord | Refusal> {
  const { broadcastId, appId, name, sendAtMs, respectQuietHours } = input;
  ports.log.about({ broadcastId });
  if (!ports.stageApps.isKnown(appId)) {
    const detail = `${appId} is not an app of this stage.`;
    return refuseField('app_of_other_stage', detail, '/appId', 'is not an app of this stage');
  }
  const message = await messageOf(ports, input);
  if (isRefusal(message)) return message;
  const refusal = await ports.budget.refusal();
  if (refusal !== undefined) return refusal;
  const createdAtMs = ports.clock.nowMs();
  const isLater = sendAtMs !== undefined && sendAtMs > createdAtMs;
  const userIds = 'userIds' in input.audience ? [...new Set(input.audience.userIds)] : [];
  const record: BroadcastRecord = {
    broadcastId,
    appId,
    name,
    audience: audienceOf(input.audience, userIds.length),
    message,
    respectQuietHours,
    state: isLater ? 'scheduled' : 'running',
    createdAtMs,
    sendAtMs,
    startedAtMs: isLater ? undefined : createdAtMs,
  };
  if (isLater) await schedule(ports, broadcastId, sendAtMs, createdAtMs);
  else await queuePlan(ports, broadcastId, 'send');
  const isNew = await ports.broadcasts.create(record, inBatches(userIds, usersPerTask));
  return isNew ? record : ((await ports.broadcasts.find(broadcastId)) ?? record);
}

/** A queue waits for 15 minutes at most, EventBridge Scheduler for the rest. It comes before the record, as a plan does. */
async function schedule(ports: ManagePorts, broadcastId: string, sendAtMs: number, nowMs: number): Promise<void> {
  const delaySeconds = queueDelaySeconds(sendAtMs, nowMs);
  if (delaySeconds === undefined) await ports.schedules.add(wakeFor(broadcastId, sendAtMs), 'plan');
  else await queuePlan(ports, broadcastId, 'send', delaySeconds);
}

function audienceOf(audience: BroadcastInput['audience'], users: number): BroadcastAudience {
  return 'userIds' in audience ? { users } : audience;
}

/** The app itself is the sender. A later broadcast with the same `collapseId` replaces this one on the phones. */
async function messageOf(
  ports: PreparePorts,
  { broadcastId, appId, message: { elements = [], offlinePush } }: BroadcastInput,
): Promise<BroadcastRecord['message'] | Refusal> {
  const prepared = await prepareMessage(ports, {
    messageId: broadcastId,
    from: appId,
    to: { userIds: [] },
    elements,
    onlineUserOnly: false,
    offlinePush,
    isFromServer: true,
  });
  if (isRefusal(prepared)) return prepared;
  const { message } = prepared;
  if (pushTypeOf(message.offlinePush) === 'voip') {
    return refuseField(
      'policy_conflict',
      'A broadcast does not ring.',
      '/message/offlinePush/pushType',
      'must not be voip',
    );
  }
  const { elements: shown, isDisabledByPolicy, offlinePush: push } = message;
  const shows = pushTypeOf(push) !== 'alert' || hasContent(shown) || showsText(push);
  if (!shows || push.disabled === true || isDisabledByPolicy === true) {
    const detail = 'The broadcast has no text that a phone could show, or its push is disabled.';
    return refuseField('nothing_to_show', detail, '/message', 'has nothing to show');
  }
  // A counter for each user would cost more than the push.
  const { badge } = message.offlinePush;
  const counts = badge === undefined || badge.mode === 'increment';
  return counts ? { ...message, offlinePush: { ...message.offlinePush, badge: { mode: 'none' } } } : message;
}

/** API Gateway gives up on a request after 30 s, and no function of the API lives longer. */
const requestLivesMs = 30_000;

/** Before the record is written: a request that dies in between leaves no broadcast that waits for a plan for ever. */
async function queuePlan(
  { broadcastQueue, clock }: Pick<ManagePorts, 'broadcastQueue' | 'clock'>,
  broadcastId: string,
  job: BroadcastJob,
  delaySeconds = 0,
): Promise<void> {
  const storedByMs = clock.nowMs() + requestLivesMs;
  await broadcastQueue.enqueue([{ task: 'plan', broadcastId, job, storedByMs }], delaySeconds);
}

export async function reportBroadcast(
  { broadcasts }: Pick<BroadcastPorts, 'broadcasts'>,
  broadcastId: string,
): Promise<BroadcastReport | Refusal> {
  const record = await broadcasts.find(broadcastId);
  return record === undefined ? unknownBroadcast(broadcastId) : reportRecord(broadcasts, record);
}

async function reportRecord(broadcasts: BroadcastStore, record: BroadcastRecord): Promise<BroadcastReport> {
  const { broadcastId } = record;
  if (record.finalCounts !== undefined) return reportOf(record);
  const report = reportOf(record, await broadcasts.progress(broadcastId));
  const { finishedAtMs, reasons, counts } = report;
  if (report.state === 'finished') {
    const { devices: _sum, retrying: _none, waiting: _nobody, ...outcomes } = counts;
    const finalCounts = { outcomes, reasons };
    await broadcasts.change(broadcastId, ['running', 'finished'], { state: 'finished', finishedAtMs, finalCounts });
  }
  return report;
}

export async function listBroadcasts(
  ports: Pick<BroadcastPorts, 'broadcasts'>,
  limit: number,
  after: string | undefined,
): Promise<{ broadcasts: BroadcastReport[]; next?: string | undefined }> {
  const { broadcasts, next } = await ports.broadcasts.list(limit, after);
  const reports = await Promise.all(broadcasts.map((record) => reportRecord(ports.broadcasts, record)));
  return { broadcasts: reports, next };
}

/** From the answer on nothing is sent but what APNs has already been sent: see watchBroadcast.ts. */
export async function stopBroadcast(ports: ManagePorts, broadcastId: string): Promise<BroadcastRecord | Refusal> {
  const stopped = await ports.broadcasts.change(broadcastId, ['running', 'stopped'], { state: 'stopped' });
  if (stopped === undefined) return refuseState(ports, broadcastId, 'only a running broadcast can be stopped');
  await ports.clock.waitMs(lookCountsMs);
  return stopped;
}

export async function resumeBroadcast(ports: ManagePorts, broadcastId: string): Promise<BroadcastRecord | Refusal> {
  const record = await ports.broadcasts.find(broadcastId);
  if (record !== undefined && mayResume(record)) {
    const refusal = await ports.budget.refusal();
    if (refusal !== undefined) return refusal;
    await queuePlan(ports, broadcastId, 'send');
    const resumed = await ports.broadcasts.change(
      broadcastId,
      resumable,
      { state: 'running', stoppedBy: undefined },
      'recall',
    );
    if (resumed !== undefined) return resumed;
  }
  return refuseState(ports, broadcastId, 'only a stopped broadcast that was not recalled can be resumed');
}

const resumable: readonly BroadcastState[] = ['stopped', 'running'];

function mayResume({ state, recall }: BroadcastRecord): boolean {
  return resumable.includes(state) && recall === undefined;
}

/** No more of it is sent, and each device that it may have reached takes it back. Repeating it is harmless. */
export async function recallBroadcast(
  ports: ManagePorts,
  broadcastId: string,
  mode: RecallMode,
): Promise<BroadcastRecord | Refusal> {
  const known = await ports.broadcasts.find(broadcastId);
  if (known === undefined || known.state === 'scheduled') {
    return refuseState(ports, broadcastId, 'a broadcast that has not begun is deleted instead');
  }
  if ((known.recall?.mode ?? mode) === mode) {
    await queuePlan(ports, broadcastId, 'recall');
    const recalled = known.recall === undefined ? await storeRecall(ports, broadcastId, mode) : known;
    if (recalled?.recall?.mode === mode) return recalled;
  }
  return refuseState(ports, broadcastId, 'it was recalled in another mode');
}

/** @returns the record with this recall, or with an earlier one. */
async function storeRecall(
  { broadcasts, clock }: ManagePorts,
  broadcastId: string,
  mode: RecallMode,
): Promise<BroadcastRecord | undefined> {
  const recall = { mode, atMs: clock.nowMs() };
  const stopped = await broadcasts.change(broadcastId, ['running', 'stopped'], { state: 'stopped', recall }, 'recall');
  // From the answer on nothing more is sent, as after a stop.
  if (stopped !== undefined) await clock.waitMs(lookCountsMs);
  return (
    stopped ??
    (await broadcasts.change(broadcastId, ['finished'], { recall }, 'recall')) ??
    (await broadcasts.find(broadcastId))
  );
}

export async function deleteBroadcast(ports: ManagePorts, broadcastId: string): Promise<Refusal | undefined> {
  const record = await ports.broadcasts.find(broadcastId);
  if (record === undefined) return unknownBroadcast(broadcastId);
  if (!(await ports.broadcasts.remove(record))) {
    return refuseState(ports, broadcastId, 'only a scheduled broadcast can be deleted');
  }
  const { sendAtMs = 0, createdAtMs } = record;
  try {
    if (queueDelaySeconds(sendAtMs, createdAtMs) === undefined) {
      await ports.schedules.remove(wakeFor(broadcastId, sendAtMs));
    }
  } catch (error) {
    // It will find no broadcast.
    ports.log.warn('schedule not removed', errorFields(error));
  }
  return undefined;
}

async function refuseState(
  { broadcasts }: Pick<BroadcastPorts, 'broadcasts'>,
  broadcastId: string,
  why: string,
): Promise<Refusal> {
  const record = await broadcasts.find(broadcastId);
  if (record === undefined) return unknownBroadcast(broadcastId);
  const { state } = record;
  return refuse('broadcast_state', `Broadcast ${broadcastId} is ${state}: ${why}.`);
}

function unknownBroadcast(broadcastId: string): Refusal {
  return refuse('unknown_broadcast', `There is no broadcast ${broadcastId}.`);
}
