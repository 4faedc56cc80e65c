import { describe, expect, it } from 'vitest';
import { longestUserId } from '../../../../shared/people/rules/userId.ts';
import * as keys from '../../../../shared/platform/table/keys.ts';

/** Three bytes each in UTF-8, the most that a UTF-16 unit can have. */
const userId = '语'.repeat(longestUserId);
const id128 = 'x'.repeat(128);
const appId = `a.${'b'.repeat(153)}`;
const uuid = '00000000-0000-4000-8000-000000000000';

/** Each function of keys.ts that makes a key or a part of one, with the longest of each ID. */
const longest: Readonly<Record<string, keys.Key[]>> = {
  profileKey: [keys.profileKey(userId)],
  deviceKey: [keys.deviceKey(userId, id128)],
  badgeKey: [keys.badgeKey(userId, appId)],
  conversationKey: [keys.conversationKey(userId, `user:${userId}`), keys.conversationKey(userId, `group:${id128}`)],
  blockKey: [keys.blockKey(userId, userId)],
  groupKey: [keys.groupKey(id128)],
  memberKey: [keys.memberKey(id128, userId)],
  membershipKey: [keys.membershipKey(userId, id128)],
  policyKey: [keys.policyKey('x'.repeat(64))],
  webhookKey: [keys.webhookKey('x'.repeat(64))],
  activityChannelKey: [keys.activityChannelKey(id128)],
  appSettingsKey: [keys.appSettingsKey(appId)],
  messageKey: [keys.messageKey(uuid)],
  newestMessageKey: [keys.newestMessageKey('x'.repeat(64))],
  chunkKey: [keys.chunkKey(uuid, 'recall', 9_999_999)],
  receiptKey: [keys.receiptKey(uuid, userId)],
  externalPushKey: [keys.externalPushKey(userId, uuid)],
  messageOutcomeKey: [keys.messageOutcomeKey(uuid, { purpose: 'missedCall', userId, deviceId: id128 })],
  messageOutcomeShardKey: [keys.messageOutcomeShardKey(uuid, { purpose: 'missedCall', userId, deviceId: id128 })],
  callOutcomeKey: [keys.callOutcomeKey(uuid, { purpose: 'missedCall', userId, deviceId: id128 })],
  receiptShardKey: [keys.receiptShardKey(uuid, userId)],
  statisticsKey: [keys.statisticsKey('2026-11-30', 3, appId)],
  ledgerDayKey: [keys.ledgerDayKey('2026-11-30', appId)],
  ledgerExportKey: [keys.ledgerExportKey(appId)],
  factsKey: [keys.factsKey(uuid, 9_999_999, 9_999_999)],
  reachKey: [keys.reachKey(userId)],
  tagsKey: [keys.tagsKey(userId)],
  installationKey: [keys.installationKey(appId, id128)],
  rateKey: [keys.rateKey(userId, 'messages', Number.MAX_SAFE_INTEGER)],
  callKey: [keys.callKey(uuid)],
  callActivityKey: [keys.callActivityKey(uuid)],
  callPairKey: [keys.callPairKey(userId, userId)],
  callTargetKey: [keys.callTargetKey(uuid, { userId, deviceId: id128, kind: 'alert' })],
  callNoteKey: [
    keys.callNoteKey(uuid, { event: 'callReportNotRequired', userId, deviceId: id128 }),
    keys.callNoteKey(uuid, { event: 'unanswered', reason: 'ringing_stopped', userId, deviceId: id128 }),
  ],
  callLogKey: [keys.callLogKey(userId, Date.UTC(2026, 10, 30), uuid)],
  numbersStateKey: [keys.numbersStateKey(userId)],
  numberKey: [keys.numberKey(userId, '8'.repeat(15))],
  numberChangeKey: [keys.numberChangeKey(userId, Number.MAX_SAFE_INTEGER)],
  erasureKey: [keys.erasureKey(userId)],
  idempotencyKey: [keys.idempotencyKey(['user', userId, 'x'.repeat(255)])],
  tokenKey: [keys.tokenKey(appId, 'voip', 'ab'.repeat(200))],
  audienceKey: [keys.audienceKey(appId, userId, id128)],
  broadcastLineKey: [keys.broadcastLineKey(Date.UTC(2026, 10, 30), uuid)],
  broadcastKey: [keys.broadcastKey(uuid)],
  broadcastListKey: [keys.broadcastListKey(uuid, Number.MAX_SAFE_INTEGER)],
  broadcastTaskKey: [keys.broadcastTaskKey(uuid, 'recall', Number.MAX_SAFE_INTEGER)],
  broadcastRetryKey: [keys.broadcastRetryKey(uuid, 'recall', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
  spendingKey: [keys.spendingKey('2026-11')],
  broadcastWaitingKey: [
    keys.broadcastWaitingKey(uuid, 'recall', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, uuid),
  ],
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxSortKeyBytes = 1024;

describe('a key of the table', () => {
  it.each(Object.entries(longest))('has room for the longest possible IDs: %s', (_name, made) => {
    // Prepare: the row

    // Act
    const sizes = made.flatMap(({ pk, sk }) => [pk, sk]).map((part) => Buffer.byteLength(part));

    // Assess
    expect(Math.max(...sizes)).toBeLessThanOrEqual(maxSortKeyBytes);
  });

  it('is always in this list', () => {
    // Prepare
    const makers = Object.keys(keys).filter((name) => name.endsWith('Key'));

    // Act
    const missing = makers.filter((name) => longest[name] === undefined);

    // Assess
    expect(missing).toEqual([]);
  });
});
