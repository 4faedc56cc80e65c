import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAppApi } from '../../../lab/phones/appApi.ts';
import type { BrainPorts, PhoneBrain } from '../../../lab/phones/brain.ts';
import { kitBrain } from '../../../lab/phones/kit/kitBrain.ts';
import { phoneClock } from '../../../lab/phones/phoneClock.ts';
import { manualClock } from '../aws/manualClock.ts';

/** Speaks as the kit's process does: it shows each call that is pushed, and answers it when the button is pressed. */
const program = `
const config = JSON.parse(process.argv[2]);
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const call = { callId: 'c1', callerName: config.deviceId, hasVideo: false, handle: { type: 'generic', value: 'alice' },
  muted: false, held: false, supportsHolding: true, expiresAt: 1 };
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line);
  if (command.do === 'die' || command.do === 'discard') process.exit(0);
  if (command.do === 'press' && command.button === 'busy') process.exit(3);
  if (command.do === 'register') say({ registration: { registered: true } });
  if (command.do === 'push' && command.payload.bad) say({ killed: 'pushNotReported(1)' });
  else if (command.do === 'push') say({ call: { ...call, state: 'ringing' } });
  if (command.do === 'press') say({ call: { ...call, state: 'answered', answeredAt: 'now' } });
  say({ done: command.number });
}).on('close', () => process.exit(0));
`;

describe('a phone whose app is a process', () => {
  let folder = '';
  let brain: PhoneBrain;
  const onMissedReport = vi.fn();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringpost-kit-'));
    writeFileSync(join(folder, 'program.cjs'), program);
    onMissedReport.mockReset();
    const token = { token: 'c0ffee', environment: 'production' };
    const ports: BrainPorts = {
      clock: phoneClock(manualClock(), () => 0),
      clockErrorMs: () => 0,
      userId: 'bob',
      deviceId: 'DEVICE-1',
      api: createAppApi({ origin: () => 'http://api.test', token: async () => 't', isConnected: () => true }),
      registration: () => ({
        appId: 'com.example.ringpost',
        tokens: { alert: token, voip: token, liveActivityStart: token },
        locale: 'en',
        timeZone: 'UTC',
        permission: 'authorized',
        appVersion: '1',
        osVersion: '26',
        kitVersion: 'lab',
      }),
      onChange: () => {},
      onMissedReport,
    };
    const command = [process.execPath, join(folder, 'program.cjs')];
    brain = kitBrain(ports, { command, origin: () => 'http://lab.test', folder });
  });
  afterEach(() => {
    brain.calls.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = () => expect.poll(() => brain.calls.shown);

  it('passes the push on unchanged and shows what the process reports', async () => {
    // Act
    brain.takeVoip?.({ callId: 'c1' }, true);

    // Assess
    await shown().toMatchObject({ callId: 'c1', state: 'ringing', callerName: 'DEVICE-1' });
    expect(brain.calls.hasActiveCall).toBe(true);
  });

  it('passes a tap on and waits until the process has handled it', async () => {
    // Prepare
    brain.takeVoip?.({ callId: 'c1' }, true);

    // Act
    await brain.calls.press('answer');

    // Assess
    expect(brain.calls.shown).toMatchObject({ state: 'answered' });
  });

  it('shows the state of its registration', async () => {
    // Act
    await brain.link?.register();

    // Assess
    expect(brain.link?.registration).toEqual({ registered: true });
  });

  it('counts a missed report when iOS would have ended the process', async () => {
    // Act
    brain.takeVoip?.({ bad: true }, true);

    // Assess
    await expect.poll(() => onMissedReport.mock.calls.length).toBe(1);
  });

  it('ends its call with the process, and starts another process for the next push', async () => {
    // Prepare
    brain.takeVoip?.({ callId: 'c1' }, true);
    await shown().toMatchObject({ state: 'ringing' });

    // Act
    brain.calls.appDied();
    const dead = brain.calls.shown;
    brain.takeVoip?.({ callId: 'c1' }, true);

    // Assess
    expect(dead).toMatchObject({ state: 'failed', endedReason: 1 });
    await shown().toMatchObject({ state: 'ringing' });
  });

  it('ends its call when the process crashes', async () => {
    // Prepare
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => stderr.mockRestore());
    brain.takeVoip?.({ callId: 'c1' }, true);
    await shown().toMatchObject({ state: 'ringing' });

    // Act
    await brain.calls.press('busy');

    // Assess
    await shown().toMatchObject({ state: 'failed', endedReason: 1 });
    expect(stderr).toHaveBeenCalledWith('ringpost: the app of device DEVICE-1 has crashed: it ended with status 3\n');
  });

  it('does not wait for a process that has ended', async () => {
    // Prepare
    const waiting = brain.calls.press('answer');

    // Act
    brain.calls.stop();

    // Assess
    await waiting;
    await brain.calls.press('answer');
  });
});
