/** `users export` and `users erase` against a lab. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runUsers } from '../../cli/users/users.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, serverClient, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
}, 120_000);
afterAll(() => lab.stop());

async function aUser(): Promise<string> {
  const userId = makeUser('bob');
  await makePhone(lab, { userId });
  await userClient(lab, userId)('PUT', '/v1/profile', { nickname: 'Bob' });
  return userId;
}

async function run(args: string[], answers?: (string | undefined)[]) {
  const terminal = captureTerminal(answers);
  const status = await runUsers([...args, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said(), asked: terminal.asked };
}

describe('ringpost users', { timeout: 180_000 }, () => {
  test('export prints one document, of more than one page', async () => {
    // Prepare
    const userId = await aUser();
    const blocked = Array.from({ length: 510 }, (_, index) => `mallory-${index}`);
    for (const other of blocked) await serverClient(lab)('PUT', `/v1/server/users/${userId}/blocks/${other}`);
    // Act
    const { status, printed } = await run(['export', userId]);
    // Assess
    expect(status).toBe(0);
    const document = JSON.parse(printed);
    expect(document).toMatchObject({ userId, profile: { nickname: 'Bob' }, devices: [{}] });
    expect(document.blocks).toHaveLength(blocked.length);
    expect(document.cursor).toBeUndefined();
  });

  test.each([
    ['somebody answers n', ['n'], 'nothing was erased'],
    ['nobody can be asked', undefined, 'there is no terminal to confirm in'],
  ])('erase does nothing when %s', async (_when, answers, message) => {
    // Prepare
    const userId = await aUser();
    // Act
    const { status, said } = await run(['erase', userId], answers);
    // Assess
    expect(status).toBe(1);
    expect(said).toContain(message);
    expect((await userClient(lab, userId)('GET', '/v1/profile')).body).toEqual({ nickname: 'Bob' });
  });

  test('erase asks, erases, and prints what it has erased', async () => {
    // Prepare
    const userId = await aUser();
    // Act
    const { status, printed, asked } = await run(['erase', userId], ['y']);
    // Assess
    expect(status).toBe(0);
    expect(asked).toHaveLength(1);
    expect(printed).toMatch(/is erased[\s\S]*devices +1[\s\S]*profile +1/);
    expect((await userClient(lab, userId)('GET', '/v1/profile')).body).toEqual({});
  });
});
