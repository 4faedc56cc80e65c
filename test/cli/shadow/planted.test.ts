/** 10,000 recorded requests of four providers with 74 planted differences: the report lists exactly these. */
import { beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../../cli/shadow/adapt.ts';
import type { DifferenceKind } from '../../../cli/shadow/compare.ts';
import type { FoundDifference, ShadowReport } from '../../../cli/shadow/findings.ts';
import { readLine } from '../../../cli/shadow/recorded.ts';
import { shadowAll } from '../../../cli/shadow/shadowAll.ts';
import { shadowText } from '../../../cli/shadow/shadowText.ts';
import { createPace } from '../../../cli/stage/pace.ts';
import type { CallServer } from '../../../cli/stage/serverCaller.ts';
import { messageAsServer } from '../../../shared/api/schemas/messages.ts';
import { explainMessage } from '../../../shared/messages/flows/explainMessage.ts';
import { isRefusal } from '../../../shared/platform/refusal.ts';
import { aDevice, aToken, startMs } from '../../support/factories.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const requestsOfEach = 2500;
const users = 200;

/** How Ringpost reaches a user, by the user's number. */
const states = ['offline', 'offline', 'online', 'no_device', 'blocked'] as const;
const stateOf = (user: number) => states[user % states.length] ?? 'offline';
const isReached = (user: number) => stateOf(user) === 'offline';

async function aWorld() {
  const ports = memoryPorts();
  for (let user = 0; user < users; user += 1) {
    const userId = `user-${user}`;
    const state = stateOf(user);
    const device = aDevice({ userId, tokens: { alert: aToken(userId) } });
    if (state === 'offline' || state === 'blocked') ports.devices.add(device);
    if (state === 'online')
      ports.devices.add({ ...device, presence: { state: 'foreground', untilMs: startMs + 60_000 } });
    if (state === 'blocked') await ports.blocks.put(userId, 'alice');
  }
  return ports;
}

/** The API's own decisions, over stores in memory. */
async function anApi(): Promise<CallServer> {
  const ports = await aWorld();
  return async (method, path, body) => {
    if (`${method} ${path}` !== 'POST /v1/server/messages?explain=true')
      throw new Error(`a shadow run asked for ${path}`);
    const input = messageAsServer.parse(body);
    const explanation = await explainMessage(ports, input);
    return isRefusal(explanation)
      ? { status: 400, body: { code: explanation.refusal, detail: explanation.detail } }
      : { status: 200, body: explanation };
  };
}

type Provider = 'tencent' | 'zego' | 'sns' | 'gorush';

/** One message with a title and a text, in the provider's form. */
function requestOf(provider: Provider, userId: string, text: string): object {
  const parties = { from: 'alice', to: { userId } };
  switch (provider) {
    case 'tencent': {
      const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }];
      const OfflinePushInfo = { Title: 'Alice', Desc: text, AndroidInfo: { Sound: 'ring' } };
      return { request: { From_Account: 'alice', To_Account: userId, MsgBody, OfflinePushInfo } };
    }
    case 'zego':
      return { ...parties, request: { title: 'Alice', content: text, payload: '{}' } };
    case 'sns': {
      const APNS = JSON.stringify({ aps: { alert: { title: 'Alice', body: text } } });
      return { ...parties, request: { MessageStructure: 'json', Message: JSON.stringify({ APNS }) } };
    }
    case 'gorush':
      return {
        ...parties,
        request: { notifications: [{ platform: 1, tokens: ['t'], title: 'Alice', message: text }] },
      };
  }
}

type Planted = { n: number; kind: DifferenceKind; why: string };

/** Chosen so that the four files have 74 in all, of each kind. */
const plantedIn: Readonly<Record<Provider, readonly Planted[]>> = {
  tencent: plant(30),
  zego: plant(20),
  sns: plant(14),
  gorush: plant(10),
};

/** Every 83rd request differs, in the way that its user's state allows. */
function plant(count: number): Planted[] {
  return Array.from({ length: count }, (_, index): Planted => {
    const n = 5 + index * 83;
    const state = stateOf(n % users);
    if (state !== 'offline') return { n, kind: 'would_not_reach', why: state };
    return index % 2 === 0
      ? { n, kind: 'would_reach', why: 'offline' }
      : { n, kind: 'would_show', why: 'another body' };
  });
}

function lineOf(provider: Provider, n: number): string {
  const user = n % users;
  const userId = `user-${user}`;
  const text = `message ${n}`;
  const planted = plantedIn[provider].find((each) => each.n === n)?.kind;
  const pushed = planted === 'would_show' || isReached(user) !== (planted !== undefined);
  const shown = { title: 'Alice', body: planted === 'would_show' ? `${text}!` : text };
  const outcome = { userId, pushed, ...(pushed ? { shown } : { reason: 'the old provider knows why' }) };
  return JSON.stringify({ id: `m${n}`, ...requestOf(provider, userId, text), outcomes: [outcome] });
}

const expectedOf = (provider: Provider): Partial<FoundDifference>[] =>
  plantedIn[provider].map(({ n, kind, why }) => ({
    place: `line ${n + 1}`,
    id: `m${n}`,
    userId: `user-${n % users}`,
    kind,
    why,
  }));

describe('10,000 requests', { timeout: 600_000 }, () => {
  const reports = new Map<Provider, ShadowReport>();
  beforeAll(async () => {
    const callServer = await anApi();
    for (const provider of ['tencent', 'zego', 'sns', 'gorush'] as const) {
      const lines = Array.from({ length: requestsOfEach }, (_, n) => readLine(lineOf(provider, n), `line ${n + 1}`));
      const adapt = providers[provider];
      if (adapt === undefined) throw new Error(`no provider ${provider}`);
      const pace = createPace(async () => {});
      reports.set(provider, await shadowAll({ lines, adapt, callServer, pace, concurrency: 16, onDone() {} }));
    }
  }, 600_000);

  test('have 74 planted differences in all, of each kind', () => {
    // Assess
    const planted = Object.values(plantedIn).flat();
    expect(planted).toHaveLength(74);
    expect(new Set(planted.map(({ kind, why }) => `${kind} ${why}`))).toEqual(
      new Set([
        ...['would_not_reach online', 'would_not_reach no_device', 'would_not_reach blocked'],
        ...['would_reach offline', 'would_show another body'],
      ]),
    );
  });

  test.each(['tencent', 'zego', 'sns', 'gorush'] as const)(
    'of %s: the report lists exactly the planted ones',
    (provider) => {
      // Act
      const report = reports.get(provider);
      // Assess
      const found = report?.differences.map(({ place, id, userId, kind, why }) => ({ place, id, userId, kind, why }));
      expect(found).toEqual(expectedOf(provider));
      const different = expectedOf(provider).length;
      expect(report).toMatchObject({
        requests: { read: requestsOfEach, compared: requestsOfEach, refused: 0, unreadable: 0, notForApple: 0 },
        users: { same: requestsOfEach - different, different, unknown: 0 },
      });
      expect(report?.groups.reduce((sum, { count }) => sum + count, 0)).toBe(different);
    },
  );

  test("name the fields of Tencent's that do not come along, once", () => {
    // Act
    const report = reports.get('tencent');
    // Assess
    expect(report?.fields).toEqual([
      {
        field: 'OfflinePushInfo.AndroidInfo',
        reason: 'Ringpost pushes to Apple only.',
        requests: requestsOfEach,
        firstPlace: expect.stringMatching(/^line \d+$/),
      },
    ]);
    expect(report && shadowText(report)).toContain('OfflinePushInfo.AndroidInfo  2500 requests');
  });
});
