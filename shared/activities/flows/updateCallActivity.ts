import type { CallPorts } from '../../calls/ports.ts';
import { callAt, isOver } from '../../calls/rules/call.ts';
import type { CallRecord } from '../../calls/rules/record.ts';
import { activityPayload } from '../rules/activityUpdate.ts';
import { isToPublish, nextTimestamp, publishingMs, type ShownContent } from '../rules/callActivity.ts';
import { groupCallContent, groupCallUpdate } from '../rules/groupCall.ts';
import { type CallChannelPorts, deleteChannels } from './callChannels.ts';
import { hostOutcome, requestTo } from './hostOutcome.ts';

export type UpdateCallActivityPorts = CallChannelPorts & Pick<CallPorts, 'calls' | 'callTimers'>;

/**
 * How long the channels outlive the call: a phone that comes back by then still learns of the end. An app has room for
 * 10,000 channels, so for as many calls that have ended within that time.
 */
const keptAfterEndMs = 60 * 60 * 1000;

/**
 * Publishes what the call is now: one request to Apple for each app and environment, however many phones show it.
 * @param isRepeated publishes what has been published before, for phones that began to follow in the meantime.
 * @throws if a channel did not get it: the timer comes again.
 */
export async function updateCallActivity(
  ports: UpdateCallActivityPorts,
  callId: string,
  isRepeated = false,
): Promise<void> {
  const [stored, shown] = await Promise.all([ports.calls.find(callId), ports.callActivities.find(callId)]);
  if (stored === undefined || shown === undefined || shown.channels.length === 0) return;
  const nowMs = ports.clock.nowMs();
  const record = { ...stored, call: callAt(stored.call, nowMs) };
  const content = JSON.stringify(groupCallContent(record));
  if (!isRepeated && !isToPublish(shown, content, nowMs)) return;
  const noted: ShownContent = {
    version: record.call.version,
    content,
    timestamp: nextTimestamp(shown, nowMs),
    isPublished: false,
    leaseUntilMs: nowMs + publishingMs,
  };
  // Whoever was faster has read the call at least as late, or its own timer comes after this one.
  if (!(await ports.callActivities.noteContent(callId, shown, noted))) return updateCallActivity(ports, callId);
  if (isOver(record.call)) await removeLater(ports, record);
  const published = await publish(ports, record, noted.timestamp, shown.channels);
  const conclusion = published ? { ...noted, isPublished: true } : { ...noted, leaseUntilMs: 0 };
  await ports.callActivities.noteContent(callId, { ...noted, channels: shown.channels }, conclusion);
  if (!published) throw new Error(`the Live Activity of call ${callId} was not updated`);
}

/** @returns whether every channel that Apple still has got it. */
async function publish(
  ports: UpdateCallActivityPorts,
  record: CallRecord,
  timestamp: number,
  channels: Parameters<typeof deleteChannels>[1]['channels'],
): Promise<boolean> {
  const { callId, state } = record.call;
  const nowMs = ports.clock.nowMs();
  const update = groupCallUpdate(record, nowMs);
  const payload = activityPayload(update, timestamp * 1000);
  // Within its hour the newest one is enough, and iOS budgets those of priority 10.
  const priority = update.event === 'end' ? 10 : 5;
  const expiration = Math.floor((nowMs + keptAfterEndMs) / 1000);
  const outcomes = await Promise.all(
    channels.map(async ({ appId, environment, channelId }) => {
      const request = requestTo(ports, appId, environment);
      const answer = await ports.channels.publish(request, { channelId, priority, expiration, payload });
      const { outcome, reason } = hostOutcome(environment, answer);
      ports.log.info('call activity', { callId, event: update.event, state, appId, environment, outcome, reason });
      return outcome === 'accepted' || reason === 'ChannelNotRegistered';
    }),
  );
  return !outcomes.includes(false);
}

async function removeLater(ports: UpdateCallActivityPorts, { call, requestId }: CallRecord): Promise<void> {
  const dueAtMs = ports.clock.nowMs() + keptAfterEndMs;
  const [refused] = await ports.callTimers.schedule([
    { callId: call.callId, requestId, task: 'remove_activity', dueAtMs },
  ]);
  if (refused !== undefined) throw new Error(`could not set the timer of call ${call.callId}`);
}

/** Deletes the channels of a call that ended an hour ago. @throws if Apple has not: the timer comes again. */
export async function removeCallActivity(ports: UpdateCallActivityPorts, callId: string): Promise<void> {
  const shown = await ports.callActivities.find(callId);
  if (shown === undefined) return;
  const left = await deleteChannels(ports, shown);
  if (left.length > 0) throw new Error(`${left.length} channels of call ${callId} remain: ${left[0]?.reason}`);
}
