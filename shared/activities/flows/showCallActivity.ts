/** Starts the Live Activity of a call in a group on the phones of its members, a page of them at a time. */
import { apnsIdOf } from '../../apns/rules/apnsId.ts';
import { PayloadTemplate } from '../../apns/rules/preparedPayload.ts';
import { apnsHeaders } from '../../apns/rules/pushTypes.ts';
import { callAt, isOver } from '../../calls/rules/call.ts';
import type { CallRecord } from '../../calls/rules/record.ts';
import type { ActivityTimer } from '../../calls/rules/timer.ts';
import { readerLocale } from '../../content/readerLocale.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import type { RuledApps } from '../../people/rules/userRules.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { manyPushes } from '../../push/flows/manyPushes.ts';
import type { DevicePushPorts } from '../../push/flows/pushToDevice.ts';
import type { DeliverablePush } from '../../push/rules/plannedTarget.ts';
import { rulesOfApp } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';
import { activityStartPayload } from '../rules/activityUpdate.ts';
import type { CallChannel } from '../rules/callActivity.ts';
import { type GroupCallPhone, groupCallContent, groupCallStart, phonesOfMember } from '../rules/groupCall.ts';
import { ensureChannels } from './callChannels.ts';
import { type UpdateCallActivityPorts, updateCallActivity } from './updateCallActivity.ts';

export type ShowCallActivityPorts = UpdateCallActivityPorts &
  DevicePushPorts &
  Pick<PlatformPorts, 'defaultLanguage'> &
  Pick<PeoplePorts, 'groups' | 'recipients'> &
  Pick<TeamPorts, 'apps'> & { ruledApps: RuledApps };

/** Five reads of the table, and as many pushes as go out in a moment. */
const membersInPage = 500;

/** @param timer with `cursor`, where an earlier page has ended. */
export async function showCallActivity(ports: ShowCallActivityPorts, timer: ActivityTimer): Promise<void> {
  const { callId, cursor = '' } = timer;
  const record = await liveCall(ports, callId);
  if (record === undefined || !(await isWantedAnywhere(ports, record))) return;
  const { groupId = '' } = record.call;
  const nowMs = ports.clock.nowMs();
  const page = await ports.groups.listMembers(groupId, membersInPage, timer.cursor);
  const content = JSON.stringify(groupCallContent(record));
  // A broadcast within the same second counts as newer.
  const timestamp = Math.floor(nowMs / 1000) - 1;
  const shown = { version: record.call.version, content, timestamp, isPublished: true, leaseUntilMs: 0 };
  const isClaimed = await ports.callActivities.claimPage(callId, cursor, shown);
  const userIds = page.members.map(({ userId }) => userId);
  const phones = isClaimed ? await phonesOf(ports, record, userIds) : [];
  const channels = await ensureChannels(ports, callId, placesOf(phones));
  if (channels.length > 0 && !record.showsActivity) await ports.calls.noteActivity(callId);
  await goOn(ports, timer, page.cursor);
  if (channels.length === 0) return;
  const sent = await push(ports, record, phones, channels, timestamp);
  ports.log.info('call activity shown', { callId, members: userIds.length, phones: sent });
  await catchUp(ports, callId, content);
}

async function liveCall({ calls, clock }: ShowCallActivityPorts, callId: string): Promise<CallRecord | undefined> {
  const stored = await calls.find(callId);
  if (stored === undefined) return undefined;
  const call = callAt(stored.call, clock.nowMs());
  return isOver(call) ? undefined : { ...stored, call };
}

/** Nothing of the group is read where no app of the stage shows calls this way. */
async function isWantedAnywhere(ports: ShowCallActivityPorts, record: CallRecord): Promise<boolean> {
  const { appIds } = ports.ruledApps;
  if (record.liveActivity !== undefined || appIds === undefined) return record.liveActivity ?? true;
  const wanted = await Promise.all(appIds.map((appId) => isWanted(ports, record, appId)));
  return wanted.includes(true);
}

async function isWanted(ports: ShowCallActivityPorts, { liveActivity }: CallRecord, appId: string): Promise<boolean> {
  return liveActivity ?? (await rulesOfApp(ports, appId)).calls.groupCallActivity;
}

async function phonesOf(
  ports: ShowCallActivityPorts,
  record: CallRecord,
  userIds: readonly string[],
): Promise<(GroupCallPhone & { locale: string })[]> {
  if (userIds.length === 0) return [];
  const { from, groupId = '' } = record.call;
  const group = await ports.groups.find(groupId);
  const about = { from, conversationId: conversationIdOf(from, groupId), generation: group?.generation };
  const recipients = await ports.recipients.findAll(userIds, about);
  const phones = recipients.flatMap((recipient) =>
    phonesOfMember(recipient, group?.defaultLevel, ports.clock.nowMs()).map((phone) => ({
      ...phone,
      locale: readerLocale(phone.device, recipient.profile, ports.defaultLanguage),
    })),
  );
  const wanted = await Promise.all(phones.map(({ device }) => isWanted(ports, record, device.appId)));
  return phones.filter((_phone, index) => wanted[index]);
}

const placeOf = ({ device, token }: GroupCallPhone) => ({
  appId: device.appId,
  environment: likelyEnvironment(device, token),
});

/** Each place once. */
function placesOf(phones: readonly GroupCallPhone[]) {
  const places = phones.map(placeOf);
  return [...new Map(places.map((place) => [`${place.environment} ${place.appId}`, place])).values()];
}

/** Safe to repeat: the next page is claimed too. */
async function goOn(ports: ShowCallActivityPorts, timer: ActivityTimer, cursor: string | undefined): Promise<void> {
  if (cursor === undefined) return;
  const [refused] = await ports.callTimers.schedule([{ ...timer, cursor, dueAtMs: ports.clock.nowMs() }]);
  if (refused !== undefined) throw new Error(`could not set the timer of call ${timer.callId} again`);
}

/** @returns how many phones were pushed to. */
async function push(
  ports: ShowCallActivityPorts,
  record: CallRecord,
  phones: readonly (GroupCallPhone & { locale: string })[],
  channels: readonly CallChannel[],
  timestamp: number,
): Promise<number> {
  const { callId } = record.call;
  const nowMs = ports.clock.nowMs();
  const payloads = new Map<string, DeliverablePush['payload']>();
  const payloadFor = (channelId: string, locale: string) => {
    const key = `${channelId} ${locale}`;
    const known = payloads.get(key);
    if (known !== undefined) return known;
    const payload = activityStartPayload(groupCallStart(record, locale), { channelId }, timestamp * 1000);
    // One JSON for all phones that get the same.
    const made = new PayloadTemplate(payload).with();
    payloads.set(key, made);
    return made;
  };
  const pushes = manyPushes(ports);
  const planned = phones.flatMap((phone): DeliverablePush[] => {
    const { device, token, locale } = phone;
    const { appId, environment } = placeOf(phone);
    const channel = channels.find((each) => each.appId === appId && each.environment === environment);
    if (channel === undefined) return [];
    const { userId, deviceId } = device;
    const target = { userId, deviceId, kind: 'liveActivityStart' } as const;
    const apnsId = apnsIdOf({ messageId: callId, userId, deviceId, kind: 'call activity' });
    // After the ringing it would come too late.
    const ttlSeconds = Math.max(1, Math.ceil((record.call.expiresAtMs - nowMs) / 1000));
    const headers = apnsHeaders(appId, 'liveactivity', apnsId, nowMs, { ttlSeconds });
    const payload = payloadFor(channel.channelId, locale);
    return [{ decision: 'push', target, device, token, headers, payload, pushType: 'alert' }];
  });
  await Promise.all(planned.map((each) => pushes.push(each)));
  pushes.finish();
  return planned.length;
}

/** A phone that began to follow after a broadcast would show what was true before it. */
async function catchUp(ports: ShowCallActivityPorts, callId: string, content: string): Promise<void> {
  const shown = await ports.callActivities.find(callId);
  await updateCallActivity(ports, callId, shown !== undefined && shown.content !== content);
}
