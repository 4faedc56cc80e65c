/**
 * All keys of the one table. docs/architecture.md has the same rows, with what expires.
 *
 * | partition        | sort                | holds |
 * |---|---|---|
 * | `USER#<userId>`  | `REACH`             | how the user is reached: devices, profile, the number of blocks and of conversations with settings |
 * | `USER#<userId>`  | `PROFILE`           | the profile, until 0.3.0 |
 * | `USER#<userId>`  | `DEVICE#<deviceId>` | a device with its tokens and presence, until 0.3.0 |
 * | `USER#<userId>`  | `TAGS`              | the team's tags for the user |
 * | `USER#<userId>`  | `BADGE#<appId>`     | the badge counter of the user in that app |
 * | `USER#<userId>`  | `CONVERSATION#<conversationId>` | the user's settings for a conversation |
 * | `USER#<userId>`  | `BLOCK#<userId>`    | a user that the user has blocked |
 * | `USER#<userId>`  | `PUSH#<wantedId>`     | a push that the team's function sends |
 * | `GROUP#<groupId>` | `GROUP`            | a group's name, owner and number of members |
 * | `GROUP#<groupId>` | `MEMBER#<userId>`  | a member of a group, with a group nickname |
 * | `GROUPS#<userId>` | `<groupId>`       | a group that the user is in |
 * | `POLICIES`       | `<policyId>`        | a policy |
 * | `CHANNELS`       | `<name>`            | a broadcast channel of Live Activities |
 * | `APPS`           | `<bundleId>`        | the team's settings for an app |
 * | `AUDIENCE#<bundleId>#<shard>` | `<hash>` | a device that broadcasts to the app reach |
 * | `BROADCASTS`     | `<createdAt>#<broadcastId>` | a line of the list of broadcasts |
 * | `BROADCAST#<broadcastId>` | `BROADCAST` | a broadcast: its audience, its message, its state |
 * | `BROADCAST#<broadcastId>` | `LIST#<n>` | a part of the users that a broadcast goes to |
 * | `BROADCAST#<broadcastId>` | `TASK#<job>#<n>` | progress of a part of a broadcast |
 * | `BROADCAST#<broadcastId>` | `RETRY#<job>#<n>#<list>` | devices of that part whose pushes are retried |
 * | `BROADCAST#<broadcastId>` | `WAITING#<job>#<n>#<list>#<part>` | devices that wait for the end of quiet hours |
 * | `SPENDING`       | `<month>`           | what the broadcasts of a month have used |
 * | `WEBHOOKS`       | `<webhookId>`       | a webhook |
 * | `TOKEN#<hash>`   | `HOLDER`            | which device holds the token |
 * | `TOKEN#<hash>`   | `INSTALLATION`      | which device an installation of an app belongs to |
 * | `MESSAGE#<messageId>`   | `MESSAGE`           | recipients and outcomes of a message |
 * | `MESSAGE#<messageId>`   | `CHUNK#<job>#<n>`   | progress of a chunk of a large message's recipients |
 * | `MESSAGE#<messageId>`   | `RECEIPT##<userId>` | reports of a user's devices about the message |
 * | `MESSAGE#<messageId>#<shard>` | `RECEIPT##<userId>` | the same for a message to many, in 16 shards |
 * | `MESSAGE#<messageId>`   | `OUTCOME#<purpose>#<deviceId>#<userId>` | outcome that the team's function has reported |
 * | `MESSAGE#<messageId>#<shard>` | `OUTCOME#<purpose>#<deviceId>#<userId>` | the same for a message to many |
 * | `MESSAGE#<messageId>#FACTS` | `<chunk>#<first>` | what decided who got a message to many |
 * | `MESSAGE#<collapse ID>` | `NEWEST`     | the newest message under a collapse ID that its sender chose |
 * | `CALL#PAIR#<hash>` | `PAIR`          | the last call between two users, in either direction |
 * | `CALL#<callId>`  | `CALL`              | the state of a call |
 * | `CALL#<callId>`  | `ACTIVITY`          | the Live Activity of a call in a group: its channels, and what it shows |
 * | `CALL#<callId>`  | `TARGET#<kind>#<deviceId>#<userId>` | outcome of ringing a phone |
 * | `CALL#<callId>`  | `NOTE#<event>#<deviceId>#<userId>` | a report of a phone, or a note about it |
 * | `CALL#<callId>`  | `OUTCOME#<purpose>#<deviceId>#<userId>` | outcome that the team's function has reported |
 * | `CALLS#<userId>` | `<createdAt>#<callId>` | an entry of the user's call log |
 * | `NUMBERS#<userId>` | `STATE`             | version and size of the user's call directory |
 * | `NUMBERS#<userId>` | `NUMBER#<number>`   | a number that the user blocks or names |
 * | `NUMBERS#<userId>` | `CHANGE#<version>`  | effect of a change of the directory on a number |
 * | `IDEMPOTENCY#<hash>` | `ANSWER`        | answer to a request with an Idempotency-Key |
 * | `STATISTICS#<day>#<shard>` | `<appId>` | counters of a day and app, or of a group of phones |
 * | `LEDGER`         | `<day>#<appId>`     | Apple's counts of a day and app |
 * | `LEDGER`         | `EXPORT#<appId>`    | an export of Apple's counts that is not delivered yet |
 * | `ERASURE#<hash>` | `RECEIPT`           | what became of the erasure of a user |
 * | `RATE#<userId>`  | `<kind>#<minute>`   | how many requests of a kind the user has sent in a minute |
 */

import { createHash } from 'node:crypto';
import { audienceShards, audienceSortLength } from '../audienceShards.ts';
import { comparableDeviceId } from '../deviceId.ts';
import { isoTime } from '../isoTime.ts';

export interface Key {
  pk: string;
  sk: string;
}

export const devicePrefix = 'DEVICE#';

export const userPartition = (userId: string): string => `USER#${userId}`;
export const tagsKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'TAGS' });
export const reachSort = 'REACH';
export const reachKey = (userId: string): Key => ({ pk: userPartition(userId), sk: reachSort });
/** Until 0.3.0, as is the next one: both are in `REACH` now. */
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'PROFILE' });
export const deviceKey = (userId: string, deviceId: string): Key => ({
  pk: userPartition(userId),
  sk: devicePrefix + deviceId,
});
export const badgePrefix = 'BADGE#';
export const badgeKey = (userId: string, appId: string): Key => ({
  pk: userPartition(userId),
  sk: badgePrefix + appId,
});
export const conversationPrefix = 'CONVERSATION#';
export const conversationKey = (userId: string, conversationId: string): Key => ({
  pk: userPartition(userId),
  sk: conversationPrefix + conversationId,
});
export const blockPrefix = 'BLOCK#';
export const blockKey = (userId: string, blockedUserId: string): Key => ({
  pk: userPartition(userId),
  sk: blockPrefix + blockedUserId,
});
export const externalPushPrefix = 'PUSH#';
export const externalPushKey = (userId: string, wantedId: string): Key => ({
  pk: userPartition(userId),
  sk: externalPushPrefix + wantedId,
});
export const groupPartition = (groupId: string): string => `GROUP#${groupId}`;
export const groupKey = (groupId: string): Key => ({ pk: groupPartition(groupId), sk: 'GROUP' });
export const memberPrefix = 'MEMBER#';
export const memberKey = (groupId: string, userId: string): Key => ({
  pk: groupPartition(groupId),
  sk: memberPrefix + userId,
});
/** The same in the other direction: the groups of a user. */
export const membershipPartition = (userId: string): string => `GROUPS#${userId}`;
export const membershipKey = (userId: string, groupId: string): Key => ({
  pk: membershipPartition(userId),
  sk: groupId,
});
/** In one partition each, so that they can be listed: a team has few. */
export const policyKey = (policyId: string): Key => ({ pk: 'POLICIES', sk: policyId });
export const webhookKey = (webhookId: string): Key => ({ pk: 'WEBHOOKS', sk: webhookId });
export const appSettingsKey = (appId: string): Key => ({ pk: 'APPS', sk: appId });
export const activityChannelKey = (name: string): Key => ({ pk: 'CHANNELS', sk: name });
/** Sort keys of items whose changes the table's stream delivers. */
export const messageSort = 'MESSAGE';
export const callSort = 'CALL';
export const messageKey = (messageId: string): Key => ({ pk: `MESSAGE#${messageId}`, sk: messageSort });
export const messagePartition = (messageId: string): string => `MESSAGE#${messageId}`;
/** In the partition of a collapse ID, which is not a message's ID. */
export const newestMessageKey = (apnsCollapseId: string): Key => ({
  pk: messagePartition(apnsCollapseId),
  sk: 'NEWEST',
});
export const chunkPrefix = 'CHUNK#';
export const receiptPrefix = 'RECEIPT#';
/** Padded, so that chunks sort by number. */
export const chunkKey = (messageId: string, job: string, chunk: number): Key => ({
  pk: messagePartition(messageId),
  sk: `${chunkPrefix}${job}#${String(chunk).padStart(7, '0')}`,
});
export const factsPartition = (messageId: string): string => `${messagePartition(messageId)}#FACTS`;
/** @param first number of the first recipient in its chunk. */
export const factsKey = (messageId: string, chunk: number, first: number): Key => ({
  pk: factsPartition(messageId),
  sk: [chunk, first].map((number) => String(number).padStart(7, '0')).join('#'),
});
/** Until 0.3.0 a device ID came before the second `#`, and the item was that device's. */
export const receiptKey = (messageId: string, userId: string): Key => ({
  pk: messagePartition(messageId),
  sk: `${receiptPrefix}#${userId}`,
});
/** Receipts of a message to many must not slow down what its workers write: docs/decisions/0083. */
export const receiptShardKey = (messageId: string, userId: string): Key => ({
  pk: receiptShardOf(messageId, userId),
  sk: `${receiptPrefix}#${userId}`,
});
const receiptShardOf = (messageId: string, userId: string): string =>
  receiptShardPartition(messageId, createHash('sha256').update(userId).digest().readUInt8() % receiptShards);
export const receiptShardPartition = (messageId: string, shard: number): string =>
  `${messagePartition(messageId)}#${shard}`;
/** Partitions for the receipts of a message to many. Each takes 1,000 write units a second. */
export const receiptShards = 16;
export const reportedOutcomePrefix = 'OUTCOME#';
interface ReportedPush {
  purpose: string;
  userId: string;
  deviceId: string;
}
const reportedOutcomeSort = ({ purpose, userId, deviceId }: ReportedPush): string =>
  `${reportedOutcomePrefix}${purpose}#${deviceId}#${userId}`;
export const messageOutcomeKey = (messageId: string, push: ReportedPush): Key => ({
  pk: messagePartition(messageId),
  sk: reportedOutcomeSort(push),
});
/** As for its receipts. */
export const messageOutcomeShardKey = (messageId: string, push: ReportedPush): Key => ({
  pk: receiptShardOf(messageId, push.userId),
  sk: reportedOutcomeSort(push),
});
export const callOutcomeKey = (callId: string, push: ReportedPush): Key => ({
  pk: callPartition(callId),
  sk: reportedOutcomeSort(push),
});
/** Separate from the user's other items: what senders make grow must not slow down what workers read. */
export const rateKey = (userId: string, kind: string, window: number): Key => ({
  pk: `RATE#${userId}`,
  sk: `${kind}#${window}`,
});
export const ledgerPartition = 'LEDGER';
/** Days come before `EXPORT#`, so that a range of days is one query. */
export const ledgerDayKey = (day: string, appId: string): Key => ({ pk: ledgerPartition, sk: `${day}#${appId}` });
export const ledgerExportKey = (appId: string): Key => ({ pk: ledgerPartition, sk: `EXPORT#${appId}` });
export const statisticsPartition = (day: string, shard: number): string => `STATISTICS#${day}#${shard}`;
export const statisticsKey = (day: string, shard: number, appId: string): Key => ({
  pk: statisticsPartition(day, shard),
  sk: appId,
});
export const spendingPartition = 'SPENDING';
export const spendingKey = (month: string): Key => ({ pk: spendingPartition, sk: month });
export const callPartition = (callId: string): string => `CALL#${callId}`;
export const callKey = (callId: string): Key => ({ pk: callPartition(callId), sk: callSort });
/** The Live Activity of a call in a group. */
export const callActivityKey = (callId: string): Key => ({ pk: callPartition(callId), sk: 'ACTIVITY' });
/** The two users of a call between two, in either direction. A hash, because two IDs may be longer than a key. */
export const callPairKey = (one: string, other: string): Key => ({
  pk: callPartition(
    `PAIR#${createHash('sha256')
      .update(JSON.stringify([one, other].toSorted()))
      .digest('base64url')}`,
  ),
  sk: 'PAIR',
});
interface NamedTarget {
  userId: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
}

export const callTargetPrefix = 'TARGET#';
/** The user comes last, because only a user ID may contain a `#`. */
export const callTargetKey = (callId: string, { userId, deviceId, kind }: NamedTarget): Key => ({
  pk: callPartition(callId),
  sk: `${callTargetPrefix}${kind ?? ''}#${deviceId ?? ''}#${userId}`,
});
interface Note {
  event: string;
  reason?: string | undefined;
  deviceId?: string | undefined;
  userId?: string | undefined;
}

export const callNotePrefix = 'NOTE#';
/** Notes that are a phone's report: `callReported`, `callReportNotRequired`. */
export const callReportPrefix = `${callNotePrefix}callReport`;
export const callNoteKey = (callId: string, note: Note): Key => {
  const { event, reason, deviceId = '', userId = '' } = note;
  const what = reason === undefined ? event : `${event}/${reason}`;
  return { pk: callPartition(callId), sk: `${callNotePrefix}${what}#${deviceId}#${userId}` };
};

export const callLogPartition = (userId: string): string => `CALLS#${userId}`;
/** Sorts by time, because ISO 8601 does. */
export const callLogKey = (userId: string, createdAtMs: number, callId: string): Key => ({
  pk: callLogPartition(userId),
  sk: `${isoTime(createdAtMs)}#${callId}`,
});
/** Sort keys of that partition. */
export const callLogPlace = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[\da-f-]{36}$/;

export const numbersPartition = (userId: string): string => `NUMBERS#${userId}`;
export const numbersStateKey = (userId: string): Key => ({ pk: numbersPartition(userId), sk: 'STATE' });
export const numberPrefix = 'NUMBER#';
/** Padded to the longest E.164 number, so that they sort as numbers. */
export const numberKey = (userId: string, number: string): Key => ({
  pk: numbersPartition(userId),
  sk: numberPrefix + number.padStart(15, '0'),
});
export const numberChangeSort = (version: number): string => `CHANGE#${String(version).padStart(12, '0')}`;
export const numberChangeKey = (userId: string, version: number): Key => ({
  pk: numbersPartition(userId),
  sk: numberChangeSort(version),
});

/** Sort key of an item whose changes the table's stream delivers. */
export const erasureSort = 'RECEIPT';
/** A hash: what remains of an erased user must not name them. */
export function erasureKey(userId: string): Key {
  const hash = createHash('sha256').update(`erasure\n${userId}`).digest('hex');
  return { pk: `ERASURE#${hash}`, sk: erasureSort };
}

/** Hash of the caller's key, which may contain anything and is private. */
export function idempotencyKey(scope: readonly string[]): Key {
  const hash = createHash('sha256').update(JSON.stringify(scope)).digest('hex');
  return { pk: `IDEMPOTENCY#${hash}`, sk: 'ANSWER' };
}

/** The token itself is not a key: keys end up in metrics and error texts. */
export function tokenKey(appId: string, kind: string, token: string): Key {
  const hash = createHash('sha256').update(`${appId}\n${kind}\n${token}`).digest('hex');
  return { pk: `TOKEN#${hash}`, sk: 'HOLDER' };
}

/**
 * Installation of an app on a phone, whoever uses it. Knowing its ID is as powerful as knowing a token:
 * docs/decisions/0042.
 */
export function installationKey(appId: string, deviceId: string): Key {
  const hash = createHash('sha256')
    .update(`${appId}\ninstallation\n${comparableDeviceId(deviceId)}`)
    .digest('hex');
  return { pk: `TOKEN#${hash}`, sk: 'INSTALLATION' };
}

export const audiencePartition = (appId: string, shard: number): string => `AUDIENCE#${appId}#${shard.toString(16)}`;
/** A hash spreads the devices evenly, so that any share of an audience is a range of keys. */
export function audienceKey(appId: string, userId: string, deviceId: string): Key {
  const hash = createHash('sha256')
    .update(JSON.stringify([userId, deviceId]))
    .digest('hex');
  const shard = Number.parseInt(hash.charAt(0), 16) % audienceShards;
  return { pk: audiencePartition(appId, shard), sk: hash.slice(1, 1 + audienceSortLength) };
}

/** In one partition, so that they can be listed: a team sends few. */
export const broadcastsPartition = 'BROADCASTS';
export const broadcastLineKey = (createdAtMs: number, broadcastId: string): Key => ({
  pk: broadcastsPartition,
  sk: `${isoTime(createdAtMs)}#${broadcastId}`,
});
export const broadcastPartition = (broadcastId: string): string => `BROADCAST#${broadcastId}`;
export const broadcastKey = (broadcastId: string): Key => ({ pk: broadcastPartition(broadcastId), sk: 'BROADCAST' });
export const broadcastListKey = (broadcastId: string, task: number): Key => ({
  pk: broadcastPartition(broadcastId),
  sk: `LIST#${task}`,
});
export const broadcastTaskPrefix = 'TASK#';
export const broadcastTaskKey = (broadcastId: string, job: string, task: number): Key => ({
  pk: broadcastPartition(broadcastId),
  sk: `${broadcastTaskPrefix}${job}#${task}`,
});
export const broadcastRetryPrefix = 'RETRY#';
export const broadcastRetryKey = (broadcastId: string, job: string, task: number, list: number): Key => ({
  pk: broadcastPartition(broadcastId),
  sk: `${broadcastRetryPrefix}${job}#${task}#${list}`,
});
export const broadcastWaitingKey = (
  broadcastId: string,
  job: string,
  task: number,
  list: number,
  part: string,
): Key => ({
  pk: broadcastPartition(broadcastId),
  sk: `WAITING#${job}#${task}#${list}#${part}`,
});
