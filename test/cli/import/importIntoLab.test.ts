/** `ringpost import` as a process of its own, against a lab: killed twice, resumed, probed, repeated. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runImport } from '../../../cli/import/importCommand.ts';
import type { ImportReport } from '../../../cli/import/report.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  serverClient,
  userClient,
} from '../../support/lab/labClient.ts';
import { aFile, appId, snsEndpoint, token } from './exports.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const program = fileURLToPath(new URL('../../../cli/ringpost.mjs', import.meta.url));
const argumentsFor = (file: string, ...more: string[]) => [
  ...['import', file, '--from', 'csv', '--app', appId, '--lab', lab.url, '--json'],
  ...more,
];

function start(file: string, ...more: string[]) {
  const child = spawn(process.execPath, [program, ...argumentsFor(file, ...more)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  return child;
}

async function run(file: string, ...more: string[]): Promise<{ status: number; report: ImportReport; said: string }> {
  const terminal = captureTerminal();
  const status = await runImport([...argumentsFor(file, ...more).slice(1)], terminal);
  return { status, report: JSON.parse(terminal.printed()), said: terminal.said() };
}

const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0);
const devicesOf = async (userId: string) => (await userClient(lab, userId)('GET', '/v1/devices')).body.devices;

describe('an import', { timeout: 300_000 }, () => {
  test('that is killed twice goes on where it stopped', async () => {
    // Prepare
    const user = makeUser('moved');
    const lines = Array.from(
      { length: 700 },
      (_, n) => `${user}-${n},phone-${n},${n % 100 === 7 ? 'x' : token(`${user.slice(-12)}-${n}`)}`,
    );
    const file = aFile(`userId,deviceId,token\n${lines.join('\n')}\n`);
    const progress = `${file}.lab.progress`;

    // Act
    for (const enough of [100, 200]) {
      const child = start(file, '--concurrency', '2');
      const ended = once(child, 'exit');
      await expect.poll(() => linesOf(progress), { timeout: 120_000, interval: 5 }).toBeGreaterThan(enough);
      child.kill('SIGKILL');
      await ended;
    }
    const last = start(file);
    const printed = await text(last.stdout ?? process.stdin);
    const { records, leftOut }: ImportReport = JSON.parse(printed);

    // Assess
    expect(records.registered + records.alreadyRegistered).toBe(693);
    expect({ read: records.read, ready: records.ready, leftOut: records.leftOut }).toEqual({
      read: 700,
      ready: 0,
      leftOut: 7,
    });
    expect(leftOut.map(({ place }) => place)).toEqual([9, 109, 209, 309, 409, 509, 609].map((line) => `line ${line}`));
    expect(await devicesOf(`${user}-0`)).toMatchObject([{ deviceId: 'phone-0' }]);
    expect(await devicesOf(`${user}-699`)).toMatchObject([{ deviceId: 'phone-699' }]);
    expect(await devicesOf(`${user}-7`)).toEqual([]);
  });

  test('takes no token back from an app that has registered it since', async () => {
    // Prepare
    const [before, now] = [makeUser('before'), makeUser('now')];
    const phone = await makePhone(lab, { userId: now });
    const file = aFile(`userId,token\n${before},${phone.tokens.alert}\n${before}-2,${token('free')}\n`);
    // Act
    const first = await run(file);
    const again = await run(file, '--progress', `${file}.second`);
    // Assess
    expect(first.report.records).toMatchObject({ read: 2, registered: 1, alreadyRegistered: 1, leftOut: 0 });
    expect(again.report.records).toMatchObject({ read: 2, registered: 0, alreadyRegistered: 2, leftOut: 0 });
    expect(await devicesOf(before)).toEqual([]);
    expect(await devicesOf(now)).toMatchObject([{ deviceId: phone.deviceId }]);
  });

  test('into one stage is not taken for one into another', async () => {
    // Prepare
    const user = makeUser('staged');
    const file = aFile(`userId,token\n${user},${token('staged')}\n`);
    const other = await startLab({ port: 0 });
    await run(file);
    try {
      // Act
      const again = await run(file);
      const mixed = await run(file, '--lab', other.url);
      const { report } = await run(file, '--lab', other.url, '--progress', `${file}.other`);
      // Assess
      expect(again.said).toContain('is complete');
      expect(mixed.said).toContain('is the progress of another import');
      expect(report.records).toMatchObject({ registered: 1, alreadyRegistered: 0 });
      const { body } = await userClient(other, user)('GET', '/v1/devices');
      expect(body.devices).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });

  test('as a dry run registers nothing', async () => {
    // Prepare
    const user = makeUser('dry');
    const file = aFile(`userId,token\n${user},${token('dry')}\n,${token('x')}\n`);
    // Act
    const { status, report } = await run(file, '--dry-run');
    // Assess
    expect(status).toBe(0);
    expect(report.records).toEqual({ read: 2, ready: 1, registered: 0, alreadyRegistered: 0, leftOut: 1 });
    expect(await devicesOf(user)).toEqual([]);
    expect(existsSync(`${file}.lab.progress`)).toBe(false);
  });

  test('of a file that has changed since it was interrupted does not mix the two', async () => {
    // Prepare
    const file = aFile(`userId,token\n${makeUser('mixed')},${token('mixed')}\n`, 'changing.csv');
    await run(file);
    aFile(`userId,token\n${makeUser('mixed')},${token('other')}\n`, 'changing.csv');
    // Act
    const { status, said } = await run(file);
    // Assess
    expect(status).toBe(1);
    expect(said).toContain('is the progress of another import');
  });
});

describe('a probe', () => {
  async function unregistered(): Promise<LabPhone> {
    const phone = await makePhone(lab);
    return phone;
  }

  test('shows nothing, corrects environments and names the tokens that Apple does not know', async () => {
    // Prepare
    const [bob, carol, dead] = [makeUser('bob'), makeUser('carol'), makeUser('dead')];
    const release = await unregistered();
    const debug = await makePhone(lab, { build: 'debug' });
    const endpoints = [
      snsEndpoint('APNS', 'e1', bob, { Token: release.tokens.alert }),
      snsEndpoint('APNS', 'e2', carol, { Token: debug.tokens.alert }),
      snsEndpoint('APNS', 'e3', dead, { Token: token('dead') }),
    ];
    const file = aFile(JSON.stringify({ Endpoints: endpoints }));
    // Act
    const { status, report } = await run(file, '--probe', '--from', 'sns');
    // Assess
    expect(status).toBe(0);
    expect(report.records).toMatchObject({ read: 3, registered: 3, leftOut: 0 });
    expect(report.probe).toEqual({
      counts: { accepted: 2, 'rejected/BadDeviceToken': 1 },
      dead: [{ place: 'Endpoints[2]', reason: 'BadDeviceToken' }],
    });
    const [push] = await pushesTo(lab, release);
    expect(push).toMatchObject({ headers: { 'apns-push-type': 'background', 'apns-priority': '5' } });
    expect(push.payload.aps).toEqual({ 'content-available': 1 });
    const shown = await anybody(lab)('GET', `/lab/phones/${release.phoneId}`);
    expect(shown.body).toMatchObject({ notifications: [] });
    const user = await serverClient(lab)('GET', `/v1/server/users/${carol}`);
    expect(user.body.devices[0].tokens.alert).toMatchObject({ environment: 'development', state: 'proven' });
  });
});

test.each([
  [[], 'missing <file>: the export'],
  [['a.json'], 'missing --from <provider>: one of sns, pinpoint, onesignal, parse, csv'],
  [['a.json', '--from', 'fcm'], '--from must be one of sns, pinpoint, onesignal, parse, csv, not `fcm`'],
  [['a.json', '--from', 'sns', '--concurrency', '65'], '--concurrency must be a whole number from 1 to 64'],
])('called with %j it says what is wrong', async (args, message) => {
  // Prepare
  const terminal = captureTerminal();
  // Act
  const status = await runImport(args, terminal);
  // Assess
  expect(status).toBe(2);
  expect(terminal.said()).toContain(message);
});
