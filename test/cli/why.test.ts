/** `ringpost why` against a lab, where phones are silent for causes that are known. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWhy } from '../../cli/commands/why.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, serverClient, text, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

async function why(...args: string[]) {
  const terminal = captureTerminal();
  const status = await runWhy([...args, '--lab', lab.url, '--json'], terminal);
  return { status, answer: JSON.parse(terminal.printed() || terminal.said()) };
}

/** @returns the ID of a message from a server to bob. */
async function send(bob: string, more: object = {}): Promise<string> {
  const message = { from: makeUser('alice'), to: { userId: bob }, ...text('hi'), ...more };
  return (await serverClient(lab)('POST', '/v1/server/messages', message)).body.messageId;
}

const causes = ({ silence }: { silence: { cause: string; confidence: string }[] }) =>
  silence.map(({ cause, confidence }) => `${cause} ${confidence}`);

describe('ringpost why', () => {
  test('names the causes that Ringpost itself knows', async () => {
    // Prepare
    const [bob, carol] = [makeUser('bob'), makeUser('carol')];
    await makePhone(lab, { userId: bob });
    const windows = [{ start: '00:00', end: '24:00' }];

    // Act
    const plain = await why(await send(bob));
    await userClient(lab, bob)('PUT', '/v1/profile', { doNotDisturb: { windows } });
    const quiet = await why(await send(bob));
    const nobody = await why(await send(carol));

    // Assess: a push without mutable-content runs no code on the phone.
    expect(causes(plain.answer)).toEqual(['no_extension certain']);
    expect(causes(quiet.answer)).toEqual(['quiet_hours certain']);
    expect(causes(nobody.answer)).toEqual(['no_device certain']);
  });

  test('has nothing to say of a phone that has reported the message', async () => {
    // Prepare
    const bob = makeUser('bob');
    await makePhone(lab, { userId: bob });
    const messageId = await send(bob, { offlinePush: { mutableContent: true } });
    const read = () => serverClient(lab)('GET', `/v1/server/messages/${messageId}`);
    await until(read, ({ body }) => body.receipts.shown > 0);

    // Act
    const { status, answer } = await why(messageId);

    // Assess
    expect(status).toBe(0);
    expect(answer).toEqual({ messageId, silence: [] });
  });

  test('explains a call, and only to the phones of the user who is asked about', async () => {
    // Prepare
    const [bob, carol] = [makeUser('bob'), makeUser('carol')];
    const ring = { from: makeUser('alice'), to: { userIds: [bob, carol] }, timeoutSeconds: 60 };
    await makePhone(lab, { userId: carol });
    const { callId } = (await serverClient(lab)('POST', '/v1/server/calls', ring)).body;

    // Act
    const { status, answer } = await why(callId, '--user', bob);

    // Assess
    expect(status).toBe(0);
    expect(answer.callId).toBe(callId);
    expect(causes(answer)).toEqual(['no_device certain']);
  });

  test('fails for an ID that nothing has', async () => {
    // Act
    const { status, answer } = await why('0b0f2a8e-6c1d-4f5e-9a37-2f1f0c9b7d11');

    // Assess
    expect(status).toBe(1);
    expect(answer.errors).toEqual([expect.objectContaining({ code: 'unknown_call' })]);
  });

  test('prints a line for each phone, with its evidence', async () => {
    // Prepare
    const bob = makeUser('bob');
    const terminal = captureTerminal();
    const messageId = await send(bob);

    // Act
    await runWhy([messageId, '--lab', lab.url], terminal);

    // Assess
    expect(terminal.printed()).toBe(`${bob}: no_device, certain\n  Ringpost skipped it: no_device\n`);
  });

  test('does not claim that a user who is not listed has reported the message', async () => {
    // Prepare
    const terminal = captureTerminal();
    const messageId = await send(makeUser('bob'));

    // Act
    await runWhy([messageId, '--user', 'bbo', '--lab', lab.url], terminal);

    // Assess
    expect(terminal.printed()).toMatch(/^no verdict on bbo: the message does not list this user, or /);
  });
});
