import { describe, expect, test } from 'vitest';
import { providers } from '../../../cli/shadow/adapt.ts';
import { readLine } from '../../../cli/shadow/recorded.ts';
import { shadowAll } from '../../../cli/shadow/shadowAll.ts';
import { createPace } from '../../../cli/stage/pace.ts';

async function reportOf(provider: string, request: object) {
  const line = readLine(JSON.stringify({ request, from: 'alice', to: { userId: 'bob' } }), 'line 1');
  return await shadowAll({
    lines: [line],
    adapt: providers[provider] ?? (() => []),
    callServer: async () => ({ status: 200, body: { targets: [], isComplete: true } }),
    pace: createPace(async () => {}),
    concurrency: 1,
    onDone() {},
  });
}

describe('a field that does not come along', () => {
  test('counts once for a request that has it in several elements', async () => {
    // Prepare
    const element = { MsgType: 'TIMImageElem', MsgContent: { UUID: 'u1' } };
    // Act
    const { fields } = await reportOf('tencent', { MsgBody: [element, element] });
    // Assess
    expect(fields.map(({ field, requests }) => [field, requests])).toEqual([['MsgBody[].MsgContent.UUID', 1]]);
  });

  test('counts once for a request with several notifications', async () => {
    // Prepare
    const notification = { platform: 1, tokens: ['x'], message: 'hi', topic: 'com.example.chat' };
    // Act
    const { fields, requests } = await reportOf('gorush', { notifications: [notification, notification], sync: true });
    // Assess
    expect(fields.map(({ field, requests: count }) => [field, count])).toEqual([
      ['notifications[].topic', 1],
      ['sync', 1],
    ]);
    expect(requests).toMatchObject({ read: 1, compared: 2, notForApple: 0 });
  });
});
