/** `ringpost rehearse`, and `ringpost why --user`, against a lab that has sent messages. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWhy } from '../../cli/commands/why.ts';
import { runRehearse } from '../../cli/rehearse/rehearseCommand.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, serverClient, text, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'ringpost-rehearse-'));
const [alice, bob] = [makeUser('alice'), makeUser('bob')];
let phone: Awaited<ReturnType<typeof makePhone>>;
let pushed: string;
let toGroup: string;
let muted: string;
let toMany: string;

beforeAll(async () => {
  lab = await startLab({ port: 0 });
  phone = await makePhone(lab, { userId: bob });
  const server = serverClient(lab);
  await server('PUT', '/v1/server/policies/chat', { sound: 'none', forUsers: true });
  await userClient(lab, alice)('PUT', '/v1/groups/hikers', { name: 'Hikers' });
  await userClient(lab, alice)('PUT', `/v1/groups/hikers/members/${bob}`, {});
  const send = async (more: object): Promise<string> =>
    (await server('POST', '/v1/server/messages', { from: alice, to: { userId: bob }, ...text('hi'), ...more })).body
      .messageId;
  pushed = await send({ offlinePush: { policyId: 'chat' } });
  toGroup = await send({ to: { groupId: 'hikers' } });
  await userClient(lab, bob)('PUT', `/v1/conversations/${writePathId(`user:${alice}`)}/settings`, { receive: 'none' });
  muted = await send({});
  const others = Array.from({ length: 100 }, (_, index) => `nobody-${index}`);
  toMany = await send({ to: { userIds: [bob, ...others] } });
  // The worker writes what decided when its pushes have left.
  const read = () => server('GET', `/v1/server/messages/${toMany}?userId=${bob}`);
  await until(read, ({ body }) => body.replay?.gap === undefined);
}, 120_000);
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

async function run(command: typeof runWhy, ...args: string[]) {
  const terminal = captureTerminal();
  const status = await command([...args, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

function rulesFile(rules: unknown): string {
  const file = join(folder, 'rules.json');
  writeFileSync(file, typeof rules === 'string' ? rules : JSON.stringify(rules));
  return file;
}

const rehearsed = async (rules: unknown) => {
  const { status, printed } = await run(runRehearse, '--policy', rulesFile(rules), '--json');
  return { status, report: JSON.parse(printed) };
};

describe('ringpost why --user', () => {
  test('decides again as it happened', async () => {
    // Act
    const { status, printed } = await run(runWhy, muted, '--user', bob);

    // Assess
    expect(status).toBe(0);
    expect(printed).toContain('decided again, from what was kept when it was sent:\n');
    expect(printed).toContain(`(alert): skip, muted as it happened: skipped, muted\n`);
  });

  test('decides again on a recipient of a message to many', async () => {
    // Act
    const { printed } = await run(runWhy, toMany, '--user', bob);

    // Assess
    expect(printed).toContain('(alert): skip, muted as it happened: skipped, muted\n');
  });

  test('says who is not in it', async () => {
    // Act
    const { printed } = await run(runWhy, pushed, '--user', 'carol');

    // Assess
    expect(printed).toContain(
      'decided again: unknown; what decided this message is kept, and this user is not in it\n',
    );
  });
});

describe('ringpost rehearse', () => {
  test('names the pushes that a policy would have silenced', async () => {
    // Act
    const { status, report } = await rehearsed({ policies: { chat: { disabled: true, forUsers: true } } });

    // Assess
    expect(status).toBe(1);
    expect(report).toMatchObject({ messages: 4, notKept: 0, unknownRecipients: 0 });
    expect(report.effects).toEqual({ silenced: { 'offline → policy': 1 }, reached: {}, changed: {} });
    const push = { userId: bob, deviceId: phone.deviceId, effect: 'silenced', before: 'offline', after: 'policy' };
    expect(report.changed).toEqual([{ messageId: pushed, from: alice, createdAt: expect.any(String), pushes: [push] }]);
  });

  test('names what the level of a group and the removal of a policy would have changed', async () => {
    // Act
    const { report } = await rehearsed({ policies: { chat: null }, groups: { hikers: { defaultLevel: 'silent' } } });

    // Assess
    expect(report.effects).toEqual({
      silenced: { 'offline → unknown_policy': 1 },
      reached: {},
      changed: { 'offline → offline, silent': 1 },
    });
    expect(report.changed.map(({ messageId }: { messageId: string }) => messageId).toSorted()).toEqual(
      [pushed, toGroup].toSorted(),
    );
  });

  test('finds no difference where the rules are those in force', async () => {
    // Act
    const { status, printed } = await run(
      runRehearse,
      '--policy',
      rulesFile({ policies: { chat: { sound: 'none', forUsers: true } } }),
    );

    // Assess
    expect(status).toBe(0);
    expect(printed).toBe('4 messages of the last 7 days decided again\nno push would have been different\n');
  });

  test.each([
    ['what is not JSON', '{', 'is not JSON'],
    ['an unknown field', { policies: { chat: { dissabled: true } } }, '/policies/chat/dissabled'],
    ['a level that does not exist', { groups: { hikers: { defaultLevel: 'loud' } } }, '/groups/hikers/defaultLevel'],
    ['nothing', {}, 'changes nothing'],
  ])('refuses %s, and says how to fix it', async (_what, rules, message) => {
    // Act
    const { status, said } = await run(runRehearse, '--policy', rulesFile(rules));

    // Assess
    expect(status).toBe(1);
    expect(said).toContain(message);
  });

  test.each([['0'], ['31'], ['x']])('refuses %s days', async (days) => {
    // Act
    const { status, said } = await run(runRehearse, '--policy', rulesFile({ policies: {} }), '--days', days);

    // Assess
    expect(status).toBe(2);
    expect(said).toContain('--days must be a whole number from 1 to 30');
  });
});
