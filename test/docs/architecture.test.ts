/** The tables of docs/architecture.md against the code: keys of the table, functions, folders. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, test } from 'vitest';
import { permissions } from '../../cdk/permissions.ts';
import * as keys from '../../shared/platform/table/keys.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const page = read('docs/architecture.md');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

/** The first cells of the rows below a heading, without their backticks. */
function cellsBelow(heading: string, count: number): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return rowsOf(section, count);
}

function rowsOf(text: string, count: number): string[][] {
  return [...text.matchAll(/^(?: \* )?\| (`.*) \|$/gm)].map(([, row = '']) =>
    row
      .split(' | ')
      .slice(0, count)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const documented = cellsBelow('The table', 2);

test('the keys of the table are those of shared/platform/table/keys.ts', () => {
  // Prepare
  const source = read('shared/platform/table/keys.ts');

  // Act
  const inSource = rowsOf(source.slice(0, source.indexOf('*/')), 2);

  // Assess
  expect(inSource.length).toBeGreaterThan(20);
  expect(documented.toSorted()).toEqual(inSource.toSorted());
});

it('each key of the code has a row, and each row has a key', () => {
  // Prepare
  const made: keys.Key[] = [
    keys.profileKey('bob'),
    keys.factsKey('m1', 0, 0),
    keys.audienceKey('com.example.app', 'bob', 'phone'),
    keys.broadcastLineKey(0, 'b1'),
    keys.broadcastKey('b1'),
    keys.broadcastListKey('b1', 0),
    keys.broadcastTaskKey('b1', 'send', 0),
    keys.broadcastRetryKey('b1', 'send', 0, 0),
    keys.spendingKey('2026-11'),
    keys.broadcastWaitingKey('b1', 'send', 0, 0, 'worker'),
    keys.tagsKey('bob'),
    keys.erasureKey('bob'),
    keys.deviceKey('bob', 'phone'),
    keys.badgeKey('bob', 'com.example.app'),
    keys.conversationKey('bob', 'user:alice'),
    keys.blockKey('bob', 'alice'),
    keys.reachKey('bob'),
    keys.callActivityKey('c1'),
    keys.groupKey('friends'),
    keys.memberKey('friends', 'bob'),
    keys.membershipKey('bob', 'friends'),
    keys.policyKey('quiet'),
    keys.activityChannelKey('match'),
    keys.appSettingsKey('com.example.app'),
    keys.webhookKey('backend'),
    keys.messageKey('m1'),
    keys.newestMessageKey('c1'),
    keys.chunkKey('m1', 'job', 2),
    keys.receiptKey('m1', 'bob'),
    keys.receiptShardKey('m1', 'bob'),
    keys.externalPushKey('bob', 'p1'),
    keys.messageOutcomeKey('m1', { purpose: 'message', userId: 'bob', deviceId: 'phone' }),
    keys.messageOutcomeShardKey('m1', { purpose: 'message', userId: 'bob', deviceId: 'phone' }),
    keys.callOutcomeKey('c1', { purpose: 'ring', userId: 'bob', deviceId: 'phone' }),
    keys.rateKey('bob', 'calls', 7),
    keys.statisticsKey('2026-11-30', 3, 'com.example.app'),
    keys.ledgerDayKey('2026-11-30', 'com.example.app'),
    keys.ledgerExportKey('com.example.app'),
    keys.callKey('c1'),
    keys.callPairKey('alice', 'bob'),
    keys.callTargetKey('c1', { userId: 'bob', deviceId: 'phone', kind: 'voip' }),
    keys.callNoteKey('c1', { event: 'callReported', deviceId: 'phone', userId: 'bob' }),
    keys.callLogKey('bob', 0, 'c1'),
    keys.numbersStateKey('bob'),
    keys.numberKey('bob', '8613800138000'),
    keys.numberChangeKey('bob', 4),
    keys.idempotencyKey(['bob', 'key']),
    keys.tokenKey('com.example.app', 'alert', 'aa'),
    keys.installationKey('com.example.app', 'phone'),
  ];
  const functions = Object.entries(keys).filter(([name, value]) => name.endsWith('Key') && typeof value === 'function');

  // Act
  const rowOf = ({ pk, sk }: keys.Key) => {
    const fitting = documented.filter(([partition = '', sort = '']) => fits(partition, pk) && fits(sort, sk));
    // `USER#<userId>` also fits where more of the key is fixed: the row that says most is the one.
    return fitting.toSorted((one, other) => fixedPart(other) - fixedPart(one))[0]?.join(' ');
  };
  const rows = made.map(rowOf);

  // Assess
  expect(made).toHaveLength(functions.length);
  expect(rows.toSorted()).toEqual(documented.map((row) => row.join(' ')).toSorted());
});

function fits(pattern: string, key: string): boolean {
  const fixed = pattern.split(/<[^>]+>/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${fixed.join('.+')}$`).test(key);
}

function fixedPart(row: string[]): number {
  return row.join(' ').replaceAll(/<[^>]+>/g, '').length;
}

test('every function is listed', () => {
  // Prepare
  const files = tracked.flatMap((path) => /^functions\/(\w+)\.ts$/.exec(path)?.[1] ?? []);
  // Act
  const listed = cellsBelow('The functions', 1).map(([name]) => name);
  // Assess
  expect(listed.toSorted()).toEqual(files.toSorted());
});

test('the AWS services listed for each function are those of its role', () => {
  // Prepare
  const allowed = Object.entries(permissions).map(([name, may]) => [
    name,
    {
      table: may.table.length > 0,
      'app secrets': may.readsAppSecrets,
      'ticket key': may.readsTicketKey === true,
      'the queue': may.deliveryQueue.length > 0,
      "the call timers' queue": may.callTimerQueue !== undefined,
      'event bus': may.putsEvents === true,
      'the webhook queue': may.webhookQueue !== undefined,
      'webhook key': may.readsWebhookKey === true,
    },
  ]);
  // Act
  const written = cellsBelow('The functions', 3).map(([name, , uses = '']) => [
    name,
    Object.fromEntries([...Object.keys(allowed[0]?.[1] ?? {})].map((what) => [what, uses.includes(what)])),
  ]);
  // Assess
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(allowed));
});
