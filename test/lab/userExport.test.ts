/** The export of a user, against everything that a lab stores. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { kindOfItem } from '../../shared/userData/rules/storedKinds.ts';
import { makeUser, serverClient } from '../support/lab/labClient.ts';
import { storedItems } from '../support/lab/storedItems.ts';
import { makeWholeUser, type WholeUser } from '../support/lab/wholeUser.ts';

let lab: Lab;
let bob: WholeUser;
let items: Record<string, unknown>[];
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  bob = await makeWholeUser(lab);
  items = await storedItems(lab);
}, 120_000);
afterAll(() => lab.stop());

const exportOf = async (userId: string, query = '') =>
  (await serverClient(lab)('GET', `/v1/server/users/${userId}/export${query}`)).body;

describe('an export', () => {
  test('has everything that is stored of the user, with whole tokens', async () => {
    // Act
    const document = await exportOf(bob.userId);
    // Assess
    const { appId, deviceId, tokens } = bob.phone;
    const { joined, owned, alone } = bob.groups;
    expect(document).toMatchObject({
      userId: bob.userId,
      profile: { nickname: 'Bob', locale: 'en-GB' },
      devices: [{ deviceId, appId, tokens: { alert: { token: tokens.alert }, voip: { token: tokens.voip } } }],
      tags: ['beta'],
      badges: [{ appId, badge: expect.any(Number) }],
      conversations: [{ conversationId: `group:${joined}`, receive: 'silent' }],
      blocks: [{ userId: expect.stringContaining('mallory') }],
      calls: [{ callId: bob.callId, from: bob.friend, callerName: 'Alice', participants: [{ userId: bob.userId }] }],
      callDirectory: [{ number: '8613800138000', label: 'Work' }],
      callDirectoryChanges: [{ number: '8613800138000', version: 1, after: { label: 'Work' } }],
    });
    expect(document.groups).toHaveLength(3);
    expect(document.groups).toContainEqual({ groupId: joined, name: 'Family', isOwner: false, card: 'Dad' });
    for (const groupId of [owned, alone])
      expect(document.groups).toContainEqual({ groupId, name: 'Mine', isOwner: true });
    expect(document.cursor).toBeUndefined();
  });

  test('in pages is the same, each entry once', async () => {
    // Prepare
    const { exportedAt: _at, ...whole } = await exportOf(bob.userId);
    // Act
    const pages = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page = await exportOf(bob.userId, cursor === undefined ? '?limit=1' : `?cursor=${cursor}&limit=1`);
      pages.push(page);
      cursor = page.cursor;
    }
    // Assess
    expect(pages.length).toBeGreaterThan(8);
    const lists = Object.keys(whole).filter((key) => Array.isArray(whole[key]) && key !== 'retained');
    for (const list of lists) expect(pages.flatMap((page) => page[list])).toEqual(whole[list]);
    expect(pages.find(({ profile }) => profile)?.profile).toEqual(whole.profile);
  });

  test('of a user of whom nothing is stored is empty', async () => {
    // Act
    const document = await exportOf(makeUser('nobody'));
    // Assess
    expect(document).toMatchObject({ devices: [], groups: [], calls: [] });
    expect(document.profile).toBeUndefined();
  });

  test('rejects the cursor of another user', async () => {
    // Prepare
    const { cursor } = await exportOf(bob.userId, '?limit=1');
    // Act
    const answer = await serverClient(lab)('GET', `/v1/server/users/${bob.friend}/export?cursor=${cursor}`);
    // Assess
    expect(answer).toMatchObject({ status: 400, body: { code: 'unknown_cursor' } });
  });
});

describe('what is stored', () => {
  test('is of a kind that the list of kinds has', () => {
    // Act
    const unknown = items.filter(({ pk, sk }) => kindOfItem({ pk: String(pk), sk: String(sk) }) === undefined);
    // Assess
    expect(unknown).toEqual([]);
  });

  test('names users only in kinds that are exported, or retained for a time', () => {
    // Prepare
    const about = items.filter((item) => JSON.stringify(item).includes(bob.userId));
    // Act
    const kinds = new Set(about.map(({ pk, sk }) => kindOfItem({ pk: String(pk), sk: String(sk) })?.is));
    // Assess
    expect(kinds).toEqual(new Set(['own', 'retained']));
    // The scene is worth its name: an item of each of these partitions.
    const partitions = new Set(about.map(({ pk }) => String(pk).split('#')[0]));
    for (const name of ['USER', 'GROUP', 'GROUPS', 'TOKEN', 'CALLS', 'CALL', 'MESSAGE', 'NUMBERS']) {
      expect(partitions).toContain(name);
    }
  });
});
