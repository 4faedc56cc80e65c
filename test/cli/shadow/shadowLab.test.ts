/** `ringpost shadow` against a lab: it decides, and nothing is sent. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runShadow } from '../../../cli/shadow/shadowCommand.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import { makePhone, makeUser, pushesTo } from '../../support/lab/labClient.ts';
import { aFile } from '../import/exports.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

async function run(file: string, from: string, ...more: string[]) {
  const terminal = captureTerminal();
  const status = await runShadow([file, '--from', from, '--lab', lab.url, ...more], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

const linesFile = (...lines: object[]) => aFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

test('reports what Ringpost would do differently, and sends nothing', async () => {
  // Prepare
  const [bob, nobody] = [makeUser('bob'), makeUser('nobody')];
  const phone = await makePhone(lab, { userId: bob });
  const request = (title: string) => ({ title, content: 'hi' });
  const file = linesFile(
    { id: 1, from: 'alice', to: { userId: bob }, request: request('a'), outcomes: [{ userId: bob, pushed: true }] },
    {
      id: 2,
      from: 'alice',
      to: { userId: nobody },
      request: request('b'),
      outcomes: [{ userId: nobody, pushed: true }],
    },
    { id: 3, from: 'alice', to: { userId: bob }, request: { ...request('c'), resourcesID: 'none-such' } },
    { id: 4, request: request('d') },
    { id: 5, from: 'alice', to: { userId: bob }, request: { ...request('e'), newField: 1 } },
  );
  const reportFile = `${file}.report`;
  // Act
  const { status, printed } = await run(file, 'zego', '--report', reportFile);
  // Assess
  expect(status).toBe(1);
  expect(printed).toMatch(/^5 requests, 3 decided\. Nothing was sent\n/);
  expect(printed).toContain('1 of 2 recipients as before, 1 different, 1 unknown');
  expect(JSON.parse(readFileSync(reportFile, 'utf8'))).toMatchObject({
    differences: [{ place: 'line 2', id: 2, userId: nobody, kind: 'would_not_reach', why: 'no_device' }],
    refused: [{ place: 'line 3', code: 'unknown_policy' }],
    fields: expect.arrayContaining([
      expect.objectContaining({ field: 'newField' }),
      expect.objectContaining({ field: 'from' }),
    ]),
  });
  expect(await pushesTo(lab, phone)).toEqual([]);
});

test('rings nobody for a call invitation', async () => {
  // Prepare
  const bob = makeUser('bob');
  const phone = await makePhone(lab, { userId: bob });
  const request = { title: 'Alice', voIPConfig: { iOSVoIPHandleValue: 'alice' } };
  const file = linesFile({ from: 'alice', to: { userId: bob }, request, outcomes: [{ userId: bob, pushed: true }] });
  // Act
  const { status, printed } = await run(file, 'zego', '--json');
  // Assess
  expect(JSON.parse(printed)).toMatchObject({ differences: [], users: { same: 1, different: 0, unknown: 0 } });
  expect(status).toBe(0);
  expect(await pushesTo(lab, phone)).toEqual([]);
});

test('decides requests that come on stdin', async () => {
  // Prepare
  const bob = makeUser('bob');
  await makePhone(lab, { userId: bob });
  const program = fileURLToPath(new URL('../../../cli/ringpost.mjs', import.meta.url));
  const args = ['shadow', '-', '--from', 'tencent', '--lab', lab.url, '--json'];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  const request = { From_Account: 'alice', To_Account: bob, OfflinePushInfo: { Desc: 'hi' } };
  // Act
  child.stdin.end(`${JSON.stringify({ request, outcomes: [{ userId: bob, pushed: false, reason: 'online' }] })}\n`);
  const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  // Assess
  expect(JSON.parse(printed).differences).toEqual([
    { place: 'line 1', userId: bob, kind: 'would_reach', why: 'offline', otherReason: 'online' },
  ]);
  expect(status).toBe(1);
});

test.each([
  [[], 'missing <file>: the recorded requests'],
  [['a.jsonl'], 'missing --from <provider>: one of tencent, zego, sns, gorush'],
  [['a.jsonl', '--from', 'fcm'], '--from must be one of tencent, zego, sns, gorush, not `fcm`'],
])('called with %j it says what is wrong', async (args, message) => {
  // Prepare
  const terminal = captureTerminal();
  // Act
  const status = await runShadow(args, terminal);
  // Assess
  expect(status).toBe(2);
  expect(terminal.said()).toContain(message);
});

test('reports a file that cannot be read', async () => {
  // Act
  const { status, said } = await run('/none/such.jsonl', 'sns');
  // Assess
  expect(status).toBe(1);
  expect(said).toContain('/none/such.jsonl cannot be read (ENOENT)');
});
