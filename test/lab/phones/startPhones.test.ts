import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { type TestLab, testLab } from './testLab.ts';

async function startedLab(...args: Parameters<typeof testLab>): Promise<TestLab> {
  const lab = await testLab(...args);
  onTestFinished(() => lab.stop());
  return lab;
}

/** The events of `GET /lab/live` as they come. */
async function* eventsOf(lab: TestLab) {
  const response = await fetch(`${lab.url}/lab/live`);
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      if (event && data) yield { event, data: JSON.parse(data) };
    }
  }
}

describe("the lab's phones at the start", () => {
  it("are one of Alice's and two of Bob's, one of each build, registered after the nicknames", async () => {
    // Prepare
    const lab = await startedLab();

    // Act
    await lab.phones.makeDemoPhones();

    // Assess
    const { body } = await lab.ask('GET', '/lab/phones');
    const summary = ({ phoneId, build, state, locked }: Record<string, unknown>) => ({ phoneId, build, state, locked });
    expect(body.phones.map(summary)).toEqual([
      { phoneId: 'alice-1', build: 'release', state: 'background', locked: true },
      { phoneId: 'bob-1', build: 'release', state: 'background', locked: true },
      { phoneId: 'bob-2', build: 'debug', state: 'background', locked: true },
    ]);
    const devices = body.phones.map(({ deviceId }: { deviceId: string }) => `PUT /v1/devices/${deviceId}`);
    const named = ['PUT /v1/profile', 'GET /v1/profile'];
    expect(lab.apiRequests).toEqual([...named, devices[0], ...named, devices[1], 'GET /v1/profile', devices[2]]);
  });

  it('are those of the data directory, with their tokens and screens', async () => {
    // Prepare
    const directory = mkdtempSync(join(tmpdir(), 'ringpost-phones-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const first = await startedLab(openDataDirectory(directory));
    const { body: made } = await first.ask('POST', '/lab/phones', { userId: 'carol' });
    first.apple.deliver('carol-1', { kind: 'alert', payload: { aps: { alert: 'hi', badge: 2 } } });
    await first.ask('PATCH', '/lab/phones/carol-1', { network: 'off' });
    await first.stop();

    // Act
    const second = await startedLab(openDataDirectory(directory));
    await second.phones.makeDemoPhones();

    // Assess
    const { body } = await second.ask('GET', '/lab/phones');
    expect(body.phones).toHaveLength(1);
    expect(body.phones[0]).toMatchObject({
      phoneId: 'carol-1',
      deviceId: made.deviceId,
      network: 'off',
      notifications: [{ body: 'hi' }],
      badge: 2,
    });
    const [installation] = second.apple.installations;
    const { liveActivityStart, ...tokens } = made.tokens;
    expect(installation).toMatchObject({ request: { tokens }, reachable: false });
    expect([...(installation?.otherTokens.keys() ?? [])]).toEqual([liveActivityStart]);
  });
});

describe('GET /lab/live', () => {
  it('sends all phones and pushes first, then each change as it happens', async () => {
    // Prepare
    const lab = await startedLab();
    await lab.ask('POST', '/lab/phones', { userId: 'bob' });
    const old = lab.apple.deliver('bob-1', { kind: 'alert', payload: { aps: { alert: 'before' } } });
    const events = eventsOf(lab);

    // Act
    const snapshot = await events.next();
    const push = lab.apple.deliver('bob-1', { kind: 'alert', payload: { aps: { alert: 'after' } } });
    const passed = await events.next();
    const changed = await events.next();
    await lab.ask('DELETE', '/lab/phones/bob-1');
    const removed = await events.next();

    // Assess
    expect(snapshot.value).toMatchObject({
      event: 'snapshot',
      data: { phones: [{ phoneId: 'bob-1' }], pushes: [old] },
    });
    expect(passed.value).toEqual({ event: 'push', data: push });
    expect(changed.value).toMatchObject({
      event: 'phone',
      data: { phoneId: 'bob-1', notifications: [{ body: 'after' }, { body: 'before' }] },
    });
    expect(removed.value).toEqual({ event: 'phoneRemoved', data: { phoneId: 'bob-1' } });
  });
});

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
  ])('serves %s, and lets the browser load nothing from elsewhere', async (path, contentType) => {
    // Prepare
    const lab = await startedLab();

    // Act
    const response = await fetch(`${lab.url}${path}`);

    // Assess
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await response.text()).length).toBeGreaterThan(100);
  });

  it('leaves other paths to the rest of the lab', async () => {
    // Prepare
    const lab = await startedLab();

    // Act
    await fetch(`${lab.url}/v1/health`);

    // Assess
    expect(lab.apiRequests).toEqual(['GET /v1/health']);
  });
});
