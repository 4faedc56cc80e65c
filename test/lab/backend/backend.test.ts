/** A backend of its own, which knows nothing but the documented routes, serves an app from the first device to erasure. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import {
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  until,
  userClient,
} from '../../support/lab/labClient.ts';

const file = fileURLToPath(new URL('backend.mjs', import.meta.url));

let lab: Lab;
// biome-ignore lint/suspicious/noExplicitAny: it is plain JavaScript, as its readers copy it.
let backend: any;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  const { createBackend } = await import(file);
  backend = createBackend(lab);
}, 120_000);
afterAll(() => lab.stop());

/** A user whose phone the backend has registered, with the tokens that another provider had. */
async function anImportedUser(name: string): Promise<{ userId: string; phone: LabPhone }> {
  const userId = makeUser(name);
  const phone = await makePhone(lab);
  const { appId, tokens } = phone;
  await backend.putDevice(userId, phone.deviceId, {
    appId,
    tokens: { alert: { token: tokens.alert }, voip: { token: tokens.voip } },
  });
  return { userId, phone };
}

test('the file has some 200 lines, no package and no token of a user', () => {
  // Act
  const text = readFileSync(file, 'utf8');
  // Assess
  expect(text.split('\n').length).toBeLessThanOrEqual(220);
  expect([...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, from]) => from)).toEqual(['node:crypto']);
  expect(text).not.toContain('Bearer');
});

describe('a backend', { timeout: 240_000 }, () => {
  test('registers users whose IDs have any characters, and logs them out', async () => {
    // Prepare
    const userId = makeUser("o'neill (1) / 阿丽?");
    const { appId, tokens, deviceId } = await makePhone(lab);
    // Act
    await backend.putProfile(userId, { nickname: '阿丽', locale: 'zh-Hans' });
    await backend.putDevice(userId, deviceId, { appId, tokens: { alert: { token: tokens.alert } } });
    const before = await backend.read(userId);
    await backend.logOut(userId, deviceId);
    // Assess
    expect(before).toMatchObject({ userId, profile: { nickname: '阿丽' }, devices: [{ deviceId }] });
    expect((await backend.read(userId)).devices).toEqual([]);
  });

  test('fills a group with 500 members, sends to it, and takes the message back', async () => {
    // Prepare
    const { userId: bob, phone } = await anImportedUser('bob');
    const [alice, groupId] = [makeUser('alice'), makeUser('team')];
    const others = Array.from({ length: 498 }, (_, index) => `member ${index} of ${groupId}`);
    // Act
    const group = await backend.putGroup(groupId, 'Team', [alice, bob, ...others]);
    const { messageId } = await backend.send(alice, { groupId }, 'hello all');
    const shown = await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length > 0,
      60_000,
    );
    await backend.recall(messageId);
    // Assess
    expect(group).toEqual({ groupId, name: 'Team', memberCount: 500 });
    expect(shown.notifications[0].body).toContain('hello all');
    await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length === 0,
      60_000,
    );
    const report = await backend.readMessage(messageId);
    expect(report.timeline).toContainEqual(expect.objectContaining({ event: 'recalled' }));
    await backend.removeMembers(groupId, [bob]);
    await backend.deleteGroup(groupId);
  });

  test('rings, changes what the phone shows, cancels, and ends an answered call', async () => {
    // Prepare
    const { userId: bob, phone } = await anImportedUser('bob');
    const alice = makeUser('alice');
    // Act
    const first = await backend.ring(alice, { userId: bob }, { callerName: 'Alice', timeoutSeconds: 600 });
    const changed = await backend.changeCall(first.callId, { callerName: 'Alice Doe' });
    const cancelled = await backend.cancel(first.callId);
    const second = await backend.ring(alice, { userId: bob }, { callerName: 'Alice', timeoutSeconds: 600 });
    // The phone's part: its user answers.
    await userClient(lab, bob)('POST', `/v1/calls/${second.callId}/answer`, { deviceId: phone.deviceId });
    const ended = await backend.end(second.callId);
    // Assess
    expect(first).toMatchObject({ state: 'ringing', targets: [{ userId: bob, outcome: 'accepted' }] });
    expect(changed.callerName).toBe('Alice Doe');
    expect([cancelled.state, ended.state]).toEqual(['cancelled', 'ended']);
    expect((await backend.readCall(second.callId)).state).toBe('ended');
  });

  test('blocks, mutes, explains, and tags', async () => {
    // Prepare
    const { userId: bob } = await anImportedUser('bob');
    const alice = makeUser('alice');
    const ruleFor = async () => (await backend.explain(alice, { userId: bob }, 'hi')).targets[0].rule;
    // Act
    await backend.block(bob, alice);
    const blocked = await ruleFor();
    await backend.unblock(bob, alice);
    await backend.putSettings(bob, `user:${alice}`, { level: 'none' });
    const muted = await ruleFor();
    await backend.putSettings(bob, `user:${alice}`, { level: 'all' });
    const reached = await ruleFor();
    const { tags } = await backend.putTags(bob, ['beta', 'city:shanghai']);
    // Assess
    expect([blocked, muted, reached]).toEqual(['blocked', 'muted', 'offline']);
    expect(tags).toEqual(['beta', 'city:shanghai']);
  });

  test('exports and erases a user, who is then out of reach', async () => {
    // Prepare
    const { userId: bob, phone } = await anImportedUser('bob');
    await backend.putProfile(bob, { nickname: 'Bob' });
    for (let index = 0; index < 3; index += 1) await backend.block(bob, makeUser('mallory'));
    // Act
    const document = await backend.export(bob);
    const receipt = await backend.erase(bob);
    // Assess
    expect(document.devices[0].tokens.alert.token).toBe(phone.tokens.alert);
    expect(document.blocks).toHaveLength(3);
    expect(receipt.counts).toEqual({ devices: 1, profile: 1, blocks: 3 });
    const sent = await backend.send(makeUser('alice'), { userId: bob }, 'hi');
    expect(sent.targets).toEqual([{ userId: bob, outcome: 'skipped', reason: 'no_device' }]);
    expect(await pushesTo(lab, phone)).toEqual([]);
  });

  test('gets the reason of a request that is rejected', async () => {
    // Act
    const rejected = backend.send(makeUser('alice'), { groupId: 'nobody-has-this' }, 'hi');
    // Assess
    await expect(rejected).rejects.toThrow('404 unknown_group');
  });
});
