/** `send`, `call`, `device`, `policies` and `stats` against a lab: what a person at a terminal sees of the server routes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCall } from '../../cli/commands/call.ts';
import { runDevice } from '../../cli/commands/device.ts';
import { runPolicies } from '../../cli/commands/policies.ts';
import { runPush } from '../../cli/commands/push.ts';
import { runSend } from '../../cli/commands/send.ts';
import { runStats } from '../../cli/commands/stats.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { anybody, makePhone, makeUser, pushesTo, until } from '../support/lab/labClient.ts';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'ringpost-policies-'));
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

type Run = (args: readonly string[], terminal: ReturnType<typeof captureTerminal>) => Promise<number>;

/** The file of a token key that the lab's Apple has issued for the app, named as Apple names it. */
async function keyFileOf(appId: string): Promise<{ keyFile: string; teamId: string }> {
  const { body } = await anybody(lab)('POST', '/lab/credentials', { appId });
  const { keyId, teamId, privateKeyPem } = body.credentials.find(({ kind }: { kind: string }) => kind === 'token');
  const keyFile = join(folder, `AuthKey_${keyId}.p8`);
  writeFileSync(keyFile, privateKeyPem);
  return { keyFile, teamId };
}

/** What a command printed, said, and ended with. */
async function run(command: Run, ...args: string[]) {
  const terminal = captureTerminal();
  const status = await command([...args, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

describe('ringpost push', () => {
  const appId = 'com.example.ringpost';

  test('sends the payload of a file to a user, as it is', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await makePhone(lab, { userId: bob });
    const file = join(folder, 'payload.json');
    writeFileSync(file, '{"aps":{"alert":"from a file"},"of":"the team"}');
    // Act
    const { status, printed } = await run(runPush, '--app', appId, '--to', bob, '--payload', file, '--priority', '5');
    // Assess
    expect(status).toBe(0);
    expect(printed).toBe(`  ${bob}  ${phone.deviceId} ${phone.name}  alert  accepted (${phone.environment})\n`);
    const [push] = await pushesTo(lab, phone);
    expect(push?.payload).toEqual({ aps: { alert: 'from a file' }, of: 'the team' });
    expect(push?.headers).toMatchObject({ 'apns-priority': '5', 'apns-push-type': 'alert' });
  });

  test('goes straight to Apple with a key from a file', async () => {
    // Prepare
    const phone = await makePhone(lab, { userId: makeUser('bob') });
    const { keyFile, teamId } = await keyFileOf(appId);
    // Act
    const { status, printed } = await run(
      runPush,
      ...['--key', keyFile, '--team-id', teamId, '--app', appId, '--token', phone.tokens.alert, '--text', 'Hi'],
    );
    // Assess
    expect(printed).toBe(`  the token  accepted (${phone.environment})\n`);
    expect(status).toBe(0);
    expect((await pushesTo(lab, phone)).map(({ payload }) => payload)).toEqual([
      { aps: { alert: { body: 'Hi' }, sound: 'default' } },
    ]);
  });

  test.each([
    ['--to bob --token abababababababab --text Hi', 'give --to <user> or --token <token>'],
    ['--token abababababababab --text Hi --type background --priority 10', 'apns-priority must be 5'],
    ['--token abababababababab --type Alert --text Hi', '--type must be one of alert,'],
    ['--to bob --type widgets --text Hi', 'to must be a token for push type widgets'],
    ['--token abababababababab', 'give --text <text> or --payload <file>'],
    ['--key k.p8 --to bob --text Hi', '--key needs --token'],
  ])('refuses %s', async (args, message) => {
    // Act
    const { status, said } = await run(runPush, '--app', appId, ...args.split(' '));
    // Assess
    expect(status).toBe(2);
    expect(said).toContain(message);
  });
});

describe('ringpost send', () => {
  test('prints the outcome of each target', async () => {
    // Prepare
    const [bob, nobody] = [makeUser('bob'), makeUser('nobody')];
    const phone = await makePhone(lab, { userId: bob });
    // Act
    const { status, printed } = await run(
      runSend,
      ...['--from', 'alice', '--to', bob, '--to', nobody, '--text', 'hi', '--sound', 'none'],
    );
    // Assess
    expect(status).toBe(0);
    expect(printed).toMatch(/^message [\da-f-]{36}: 1 accepted, 1 skipped\n/);
    expect(printed).toContain(`  ${bob}     ${phone.deviceId} ${phone.name}  alert  accepted (production)\n`);
    expect(printed).toMatch(new RegExp(`^  ${nobody} +skipped \\(no_device\\)$`, 'm'));
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });

  test('fails when it reaches nobody', async () => {
    // Prepare
    const nobody = makeUser('nobody');
    // Act
    const { status, printed } = await run(runSend, '--from', 'alice', '--to', nobody, '--text', 'hi');
    // Assess
    expect(status).toBe(1);
    expect(printed).toContain('1 skipped');
  });

  test('explains without sending', async () => {
    // Prepare
    const [carol, bob] = [makeUser('carol'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    // Act
    const { status, printed } = await run(runSend, '--from', carol, '--to', bob, '--text', 'hi', '--explain');
    // Assess
    expect(status).toBe(0);
    expect(printed).toContain(`  ${bob} ${phone.deviceId} ${phone.name}: push (offline), `);
    expect(printed).toContain('"body":"hi"');
    expect(await pushesTo(lab, phone)).toEqual([]);
  });

  test("prints the API's own error", async () => {
    // Prepare
    const args = ['--from', 'alice', '--to', 'bob', '--text', 'hi', '--policy', 'none-such'];
    // Act
    const { status, said, printed } = await run(runSend, ...args, '--json');
    // Assess
    expect(status).toBe(1);
    expect(said).toContain('ringpost send: There is no policy none-such.\n');
    expect(JSON.parse(printed)).toMatchObject({ errors: [{ code: 'unknown_policy' }] });
  });

  test.each([
    [['--to', 'bob', '--text', 'hi'], 'missing --from <user>: the sender'],
    [['--from', 'alice', '--text', 'hi'], 'give --to <user> or --group <group>: the recipients'],
    [
      ['--from', 'alice', '--to', 'bob', '--group', 'g', '--text', 'hi'],
      'give --to <user> or --group <group>: the recipients',
    ],
    [['--from', 'alice', '--to', 'bob'], 'missing --text <text>: what the message says'],
  ])('called with %j reports what is missing', async (args, message) => {
    // Prepare
    const terminal = captureTerminal();
    // Act
    const status = await runSend(args, terminal);
    // Assess
    expect(status).toBe(2);
    expect(terminal.said()).toContain(message);
  });
});

describe('ringpost call', () => {
  test('rings and lists the phones', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await makePhone(lab, { userId: bob });
    // Act
    const { status, printed } = await run(runCall, '--from', 'alice', '--to', bob, '--name', 'Alice', '--video');
    // Assess
    expect(status).toBe(0);
    expect(printed).toMatch(/^call [\da-f-]{36}: ringing until /);
    expect(printed).toContain(`${bob}  ${phone.deviceId} ${phone.name}  voip  accepted (production)`);
  });

  test('fails when nobody has a phone', async () => {
    // Prepare
    const nobody = makeUser('nobody');
    // Act
    const { status, printed } = await run(runCall, '--from', 'alice', '--to', nobody, '--name', 'Alice');
    // Assess
    expect(status).toBe(1);
    expect(printed).toContain(': failed until ');
  });

  test('accepts whole seconds only', async () => {
    // Prepare
    const args = ['--from', 'alice', '--to', 'bob', '--timeout-seconds', 'soon'];
    // Act
    const { status, said } = await run(runCall, ...args);
    // Assess
    expect(status).toBe(2);
    expect(said).toContain('--timeout-seconds must be a whole number, not `soon`');
  });
});

describe('ringpost device', () => {
  test('shows why each phone is reached, and logs the user out', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await makePhone(lab, { userId: bob });
    // Act
    const before = await run(runDevice, bob);
    const loggedOut = await run(runDevice, bob, '--log-out');
    const after = await run(runDevice, bob);
    // Assess
    expect(before).toMatchObject({ status: 0, said: '' });
    expect(before.printed).toBe(`${bob} is offline
  ${phone.deviceId} ${phone.name} (${phone.appId})
    alert              production, unproven
    liveActivityStart  production, unproven
    voip               production, unproven
    message            push (offline)
    call               voip
    version            app 1.0.0, iOS 26.1, kit lab
`);
    expect(before.printed).not.toContain(phone.tokens.alert);
    expect(loggedOut).toEqual({ status: 0, printed: `${bob}: logged out on ${phone.deviceId}\n`, said: '' });
    expect(after).toMatchObject({ status: 1, printed: `${bob} has no device\n` });
  });
});

describe('ringpost device --push-id', () => {
  test('shows one of several devices and logs out only that one', async () => {
    // Prepare
    const bob = makeUser('bob');
    const [first, second] = [await makePhone(lab, { userId: bob }), await makePhone(lab, { userId: bob })];
    const pushId = `${first.appId}/${first.deviceId}`;
    // Act
    const shown = await run(runDevice, bob, '--push-id', pushId);
    const loggedOut = await run(runDevice, bob, '--push-id', pushId, '--log-out');
    const again = await run(runDevice, bob, '--push-id', pushId);
    const left = await run(runDevice, bob);
    // Assess
    expect(shown.printed).toContain(first.deviceId);
    expect(shown.printed).not.toContain(second.deviceId);
    expect(loggedOut).toMatchObject({ status: 0, printed: `${bob}: logged out on ${first.deviceId}\n` });
    expect(again.status).toBe(1);
    expect(again.said).toContain(`does not have a device ${pushId}`);
    expect(left.printed).toContain(second.deviceId);
  });
});

describe('ringpost policies', () => {
  test('are stored, listed, shown and removed', async () => {
    // Prepare
    const [policyId, file] = [makeUser('quiet'), join(folder, 'quiet.json')];
    writeFileSync(file, '{"sound":"none"}');
    // Act
    const put = await run(runPolicies, 'put', policyId, '--file', file);
    const listed = await run(runPolicies, 'list');
    const shown = await run(runPolicies, 'show', policyId);
    const removed = await run(runPolicies, 'remove', policyId);
    const again = await run(runPolicies, 'remove', policyId);
    // Assess
    expect([put, listed, shown, removed, again].map(({ status }) => status)).toEqual([0, 0, 0, 0, 1]);
    expect(listed.printed).toContain(`${policyId}\n`);
    expect(JSON.parse(shown.printed)).toEqual({ sound: 'none' });
    expect(again.said).toContain(`There is no policy ${policyId}.`);
  });

  test.each([
    ['{"sound":"loud"}', '/sound must be'],
    ['{"sound":"loud","thread":"x"}', 'the API rejects the request:\n  /'],
    ['sound: none', 'is not JSON'],
  ])('with the settings %s are refused', async (settings, message) => {
    // Prepare
    const file = join(folder, 'wrong.json');
    writeFileSync(file, settings);
    // Act
    const { status, said } = await run(runPolicies, 'put', 'wrong', '--file', file);
    // Assess
    expect(status).toBe(1);
    expect(said).toContain(message);
  });

  test('need a readable file', async () => {
    // Prepare
    const file = join(folder, 'nowhere.json');
    // Act
    const { status, said } = await run(runPolicies, 'put', 'quiet', '--file', file);
    // Assess
    expect(status).toBe(1);
    expect(said).toContain('nowhere.json cannot be read (ENOENT)');
  });
});

describe('ringpost stats', () => {
  test('shows what became of pushes', async () => {
    // Prepare
    const bob = makeUser('bob');
    const phone = await makePhone(lab, { userId: bob });
    await run(runSend, '--from', makeUser('alice'), '--to', bob, '--text', 'hi');
    const stats = () => run(runStats, '--by', 'environment', '--app', phone.appId);

    // Act: a busy function writes these counters every ten seconds
    const { status, printed } = await until(stats, (each) => each.printed.includes('Messages'), 60_000);

    // Assess
    expect(status).toBe(0);
    expect(printed).toMatch(/Messages, by phone\n +environment +accepted +reported/);
    expect(printed).toMatch(new RegExp(`${phone.environment} +[1-9]`));
  });

  test('says what --by takes', async () => {
    // Act
    const { status, said } = await run(runStats, '--by', 'colour');

    // Assess
    expect(status).toBe(2);
    expect(said).toContain('--by must be version, ios, environment or day');
  });
});
