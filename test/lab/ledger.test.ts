/** Apple's ledger on a whole lab: real pushes to phones, real exports over HTTPS, days that a moved clock makes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStats } from '../../cli/commands/stats.ts';
import { runCredentials } from '../../cli/credentials/credentials.ts';
import { type MovableClock, movableClock } from '../../lab/clock.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { anybody, makePhone, makeUser, serverClient, text } from '../support/lab/labClient.ts';

const appId = 'com.example.ledger';
const dayMs = 24 * 60 * 60 * 1000;
const phoneCount = 10;
const messageCount = 10;

let lab: Lab;
let clock: MovableClock;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-ledger-'));
  clock = movableClock();
  lab = await startLab({ clock });
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

async function storeToken(token: string): Promise<void> {
  const file = join(folder, 'token.txt');
  writeFileSync(file, token);
  const args = ['add', '--metrics-token', file, '--app', appId, '--yes', '--lab', lab.url];
  expect(await runCredentials(args, captureTerminal(), clock.nowMs)).toBe(0);
}

const watch = () => anybody(lab)('POST', '/lab/watch');

describe('a day on which 30 % of the phones have notifications off', () => {
  it('is named in the statistics, and its sums agree within rounding', async () => {
    // Prepare
    const userIds = Array.from({ length: phoneCount }, (_, index) => makeUser(`user${index}`));
    for (const [index, userId] of userIds.entries()) {
      const { phoneId } = await makePhone(lab, { userId, appId, build: 'release' });
      const change = { state: 'background', permission: index < 3 ? 'denied' : 'granted' };
      await anybody(lab)('PATCH', `/lab/phones/${phoneId}`, change);
    }
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
    const send = () =>
      serverClient(lab)('POST', '/v1/server/messages', { from: 'alice', to: { userIds }, ...text('hi') });
    for (let message = 0; message < messageCount; message += 1) await send();
    clock.moveAhead(3 * dayMs);
    // The next message writes the counters of those before it.
    await send();
    await storeToken(lab.apple.metricsExports.makeToken(appId));

    // Act
    const watched = await watch();
    const { body } = await serverClient(lab)('GET', `/v1/server/stats?appId=${appId}`);
    const terminal = captureTerminal();
    await runStats(['--app', appId, '--lab', lab.url], terminal);

    // Assess
    expect(watched.body).toEqual({ findings: [] });
    const pushCount = phoneCount * messageCount;
    expect(body.apple).toEqual([
      {
        day,
        appId,
        accepted: pushCount,
        appleLeast: pushCount,
        appleMost: pushCount,
        difference: 0,
        rounding: expect.any(Number),
        verdict: 'agrees',
        isFinal: true,
        counts: [
          { pushType: 'alert', status: 'Discarded - Disabled', count: 30, reason: 'notifications off' },
          { pushType: 'alert', status: 'Delivered to Device', count: 70 },
        ],
      },
    ]);
    const printed = stripVTControlCharacters(terminal.printed());
    expect(printed).toContain("Apple's ledger");
    expect(printed).toMatch(new RegExp(`${day} +100 +100 +0 .*30 alert Discarded - Disabled \\(notifications off\\)`));
  });

  it('leaves the rest of the watch alone when Apple does not know the token', async () => {
    // Prepare
    await storeToken('revoked-token');

    // Act
    const { status, body } = await watch();

    // Assess
    expect(status).toBe(200);
    expect(body.findings).toMatchObject([{ code: 'metrics_token_refused', appId, severity: 'warning' }]);
    expect(lab.logLines().join('\n')).not.toContain('revoked-token');
  });
});
