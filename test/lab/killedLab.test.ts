/** What a lab leaves behind that is killed, and what the next one makes of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { anybody, text, until } from '../support/lab/labClient.ts';

const program = fileURLToPath(new URL('../../cli/ringpost.mjs', import.meta.url));
const startedByTest: ChildProcess[] = [];
/** The system's temporary folder, of these labs alone, and the folder of `--data`. */
let temporary: string;
let data: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'killed-lab-'));
  data = join(temporary, 'data');
});
afterEach(async () => {
  await Promise.all(startedByTest.splice(0).map(kill));
  rmSync(temporary, { recursive: true });
});

async function start(...args: string[]): Promise<{ lab: Pick<Lab, 'url'>; child: ChildProcess }> {
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, [program, 'lab', '--port', '0', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  startedByTest.push(child);
  for await (const line of createInterface(child.stdout)) {
    const json = /^ringpost (?:lab|apns) ready (.*)$/.exec(line)?.[1];
    if (json !== undefined) return { lab: JSON.parse(json), child };
  }
  throw new Error('the lab does not start');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const leftovers = () => readdirSync(temporary).filter((name) => name.startsWith('ringpost-'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a killed lab', () => {
  it('with --data finishes an accepted large send after its restart, and keeps all data in private files', async () => {
    // Prepare
    const recipients = Array.from({ length: 451 }, (_, index) => `member-${index}`);
    const first = await start('--data', data);
    const ask = anybody(first.lab as Lab);
    await ask('POST', '/lab/phones', { userId: 'member-450' });
    // Its only push is on the way for longer than this lab lives.
    await ask('POST', '/lab/faults', { kind: 'delay', delayMs: 60_000 });
    const asAlice = async ({ lab }: typeof first) => {
      const { token } = (await anybody(lab as Lab)('POST', '/lab/tokens', { userId: 'alice' })).body;
      return async (method: string, path: string, body?: unknown) => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const response = await fetch(lab.url + path, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { status: response.status, body: JSON.parse(await response.text()) };
      };
    };
    const sent = await (await asAlice(first))('POST', '/v1/messages', {
      to: { userIds: recipients },
      ...text('to all'),
    });

    // Act
    await kill(first.child);
    const second = await start('--data', data);
    const alice = await asAlice(second);
    const { summary } = await until(
      async () => (await alice('GET', `/v1/messages/${sent.body.messageId}`)).body,
      (message) => message.summary.retrying === 0,
      80_000,
    );

    // Assess
    expect(sent.status).toBe(202);
    expect(summary).toMatchObject({ accepted: 1, skipped: 450 });
    const files = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toContain('table.sqlite');
    expect(files.filter(({ name }) => modeOf(join(data, name)) !== 0o600)).toEqual([]);
    expect(modeOf(data)).toBe(0o700);
  }, 120_000);

  it('leaves its temporary folder to the next lab, which removes it but not that of a running lab', async () => {
    // Prepare
    const killed = await start();
    const running = await start('--apns-only');
    await kill(killed.child);
    const [left = '', kept = ''] = leftovers().toSorted((one) => (one.startsWith('ringpost-lab') ? -1 : 1));

    // Act
    const next = await start('--apns-only');

    // Assess
    expect([left, kept]).toEqual([expect.stringMatching(/^ringpost-lab-/), expect.stringMatching(/^ringpost-apns-/)]);
    expect(existsSync(join(temporary, left))).toBe(false);
    expect(existsSync(join(temporary, kept))).toBe(true);
    expect(running.child.exitCode).toBeNull();
    expect(leftovers()).toHaveLength(2);
    await kill(next.child);
  }, 60_000);
});
