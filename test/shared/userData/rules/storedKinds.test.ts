import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as keys from '../../../../shared/platform/table/keys.ts';
import { kindOfItem, retentionRules, storedKinds } from '../../../../shared/userData/rules/storedKinds.ts';

type KeyName = Extract<keyof typeof keys, `${string}Key`>;

const ofPhone = { purpose: 'message', userId: 'bob', deviceId: 'phone' };

/** A key of each kind: a new one does not compile without its line here. */
const samples: Readonly<Record<KeyName, keys.Key>> = {
  tagsKey: keys.tagsKey('bob'),
  reachKey: keys.reachKey('bob'),
  profileKey: keys.profileKey('bob'),
  deviceKey: keys.deviceKey('bob', 'phone'),
  badgeKey: keys.badgeKey('bob', 'com.example.app'),
  conversationKey: keys.conversationKey('bob', 'user:alice'),
  blockKey: keys.blockKey('bob', 'mallory'),
  externalPushKey: keys.externalPushKey('bob', 'p1'),
  groupKey: keys.groupKey('family'),
  memberKey: keys.memberKey('family', 'bob'),
  membershipKey: keys.membershipKey('bob', 'family'),
  policyKey: keys.policyKey('quiet'),
  activityChannelKey: keys.activityChannelKey('match'),
  appSettingsKey: keys.appSettingsKey('com.example.app'),
  webhookKey: keys.webhookKey('backend'),
  messageKey: keys.messageKey('m1'),
  newestMessageKey: keys.newestMessageKey('c1'),
  chunkKey: keys.chunkKey('m1', 'send', 0),
  factsKey: keys.factsKey('m1', 0, 0),
  receiptKey: keys.receiptKey('m1', 'bob'),
  receiptShardKey: keys.receiptShardKey('m1', 'bob'),
  messageOutcomeKey: keys.messageOutcomeKey('m1', ofPhone),
  messageOutcomeShardKey: keys.messageOutcomeShardKey('m1', ofPhone),
  callOutcomeKey: keys.callOutcomeKey('c1', ofPhone),
  rateKey: keys.rateKey('bob', 'messages', 1),
  statisticsKey: keys.statisticsKey('2026-11-30', 0, 'com.example.app'),
  ledgerDayKey: keys.ledgerDayKey('2026-11-30', 'com.example.app'),
  ledgerExportKey: keys.ledgerExportKey('com.example.app'),
  callKey: keys.callKey('c1'),
  callActivityKey: keys.callActivityKey('c1'),
  callPairKey: keys.callPairKey('alice', 'bob'),
  callTargetKey: keys.callTargetKey('c1', { userId: 'bob' }),
  callNoteKey: keys.callNoteKey('c1', { event: 'ringing', userId: 'bob' }),
  callLogKey: keys.callLogKey('bob', 0, 'c1'),
  numbersStateKey: keys.numbersStateKey('bob'),
  numberKey: keys.numberKey('bob', '8613800138000'),
  numberChangeKey: keys.numberChangeKey('bob', 1),
  idempotencyKey: keys.idempotencyKey(['bob', 'k1']),
  erasureKey: keys.erasureKey('bob'),
  tokenKey: keys.tokenKey('com.example.app', 'alert', 'aa'),
  installationKey: keys.installationKey('com.example.app', 'phone'),
  audienceKey: keys.audienceKey('com.example.app', 'bob', 'phone'),
  broadcastLineKey: keys.broadcastLineKey(0, 'b1'),
  broadcastKey: keys.broadcastKey('b1'),
  broadcastListKey: keys.broadcastListKey('b1', 0),
  broadcastTaskKey: keys.broadcastTaskKey('b1', 'send', 0),
  broadcastRetryKey: keys.broadcastRetryKey('b1', 'send', 0, 0),
  spendingKey: keys.spendingKey('2026-11'),
  broadcastWaitingKey: keys.broadcastWaitingKey('b1', 'send', 0, 0, 'worker'),
};

describe('the list of stored kinds', () => {
  it.each(Object.entries(samples))('has the item of %s', (_name, key) => {
    // Act
    const kind = kindOfItem(key);

    // Assess
    expect(kind, `${key.pk} ${key.sk} is neither exported nor retained by a rule`).toBeDefined();
  });

  it('lets no item that names a user pass as one that names nobody', () => {
    // Prepare: the user's ID is in the key, or the item names users in its attributes.
    const naming = Object.values(samples).filter(({ pk, sk }) => /bob/.test(pk + sk));

    // Act
    const unnamed = naming.filter((key) => kindOfItem(key)?.is === 'nobody');

    // Assess
    expect(unnamed).toEqual([]);
  });

  it('has each row of the table in docs/architecture.md', () => {
    // Prepare
    const text = readFileSync(new URL('../../../../docs/architecture.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## The table'), text.indexOf('## The connection'));

    // Act
    const documented = [...section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm)].map(([, pk = '', sk = '']) => ({
      pk,
      sk,
    }));

    // Assess
    expect(documented.length).toBeGreaterThanOrEqual(storedKinds.length);
    expect(documented.filter((row) => kindOfItem(row) === undefined)).toEqual([]);
  });

  it('says of everything retained for how long, once', () => {
    // Act
    const rules = retentionRules();

    // Assess
    expect(new Set(rules.map(({ what }) => what)).size).toBe(rules.length);
    expect(rules.every(({ keptFor }) => keptFor !== '')).toBe(true);
  });
});

describe('docs/user-data.md', () => {
  it('has each rule of what is retained', () => {
    // Prepare
    const text = readFileSync(new URL('../../../../docs/user-data.md', import.meta.url), 'utf8');

    // Act
    const missing = retentionRules().filter(({ what, keptFor }) => !text.includes(`| ${what} | ${keptFor} |`));

    // Assess
    expect(missing).toEqual([]);
  });
});
