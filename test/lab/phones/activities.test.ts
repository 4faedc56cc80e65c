import { describe, expect, it } from 'vitest';
import type { AnsweredPush } from '../../../lab/apple/apple.ts';
import { activitiesOf, hasFailed, isWanted, latencyMs } from '../../../lab/phones/page/pushes/activities.ts';
import { pushKindOf } from '../../../lab/phones/page/pushes/pushKind.ts';
import { dollarWords, sessionDollars } from '../../../lab/phones/page/pushes/sessionCost.ts';
import type { SentRequest } from '../../../lab/phones/view.ts';

const secondOf = (second: number, ms = 0) => new Date(Date.UTC(2026, 11, 1, 9, 0, second, ms)).toISOString();

function push(n: number, payload: object, more: Partial<AnsweredPush> = {}): AnsweredPush {
  return { n, at: secondOf(n), host: 'production', status: 200, apnsId: `${n}`, headers: {}, payload, ...more };
}

function request(id: string, more: Partial<SentRequest> = {}): SentRequest {
  return {
    kind: 'message',
    id,
    from: 'alice',
    to: { userId: 'bob' },
    receivedAt: secondOf(0),
    path: '/v1/messages',
    body: '{}',
    targets: [],
    ...more,
  };
}

const aboutMessage = (messageId: string) => ({ ringpost: { messageId } });

describe('activitiesOf', () => {
  it('makes one row of a message, with its pushes, its recall and the phones that got none', () => {
    // Prepare
    const skipped = { userId: 'bob', deviceId: 'B', outcome: 'skipped', reason: 'muted' };
    const accepted = { userId: 'bob', deviceId: 'A', outcome: 'accepted' };
    const pushes = [push(3, { ringpost: { messageId: 'm', recalled: true } }), push(1, aboutMessage('m'))];

    // Act
    const rows = activitiesOf(pushes, [request('m', { targets: [accepted, skipped] })]);

    // Assess
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'message', at: secondOf(0), unpushed: [skipped] });
    expect(rows[0]?.pushes.map(({ n }) => n)).toEqual([1, 3]);
  });

  it('keeps calls, unknown pushes and runs of checks apart, newest first', () => {
    // Prepare
    const probe = (n: number) => push(n, {}, { isProbe: true, status: 400, reason: 'BadDeviceToken' });
    const pushes = [
      push(6, { callId: 'c' }),
      probe(5),
      push(4, {}),
      probe(3),
      probe(2),
      push(1, { ringpost: { callId: 'c' } }),
    ];

    // Act
    const rows = activitiesOf(pushes, []);

    // Assess
    expect(rows.map(({ kind, pushes: of }) => [kind, of.map(({ n }) => n)])).toEqual([
      ['checks', [5]],
      ['other', [4]],
      ['checks', [2, 3]],
      ['call', [1, 6]],
    ]);
  });

  it('measures a push from the arrival of its request', () => {
    // Prepare
    const late = push(1, aboutMessage('m'), { at: secondOf(0, 41) });

    // Act
    const [known] = activitiesOf([late], [request('m')]);
    const [unknown] = activitiesOf([late], []);

    // Assess
    expect(known && latencyMs(known, late)).toBe(41);
    expect(unknown && latencyMs(unknown, late)).toBeUndefined();
  });

  it.each([
    ['a rejected push', [push(1, aboutMessage('m'), { status: 410 })], [], true],
    ['a target that failed', [], [{ userId: 'bob', outcome: 'failed' }], true],
    ['a skipped target', [push(1, aboutMessage('m'))], [{ userId: 'bob', outcome: 'skipped' }], false],
  ])('counts %s as it should', (_, pushes, targets, expected) => {
    // Prepare
    const [row] = activitiesOf(pushes, [request('m', { targets })]);

    // Act
    const failed = row && hasFailed(row);

    // Assess
    expect(failed).toBe(expected);
    expect(row && isWanted(row, { shown: 'failures', words: '' }, () => '')).toBe(expected);
  });
});

describe('sessionDollars', () => {
  it('costs a message more than nothing, and checks nothing', () => {
    // Prepare
    const probe = push(2, {}, { isProbe: true });
    const targets = [{ userId: 'bob', outcome: 'accepted' }];

    // Act
    const message = sessionDollars(activitiesOf([push(1, aboutMessage('m'))], [request('m', { targets })]));
    const checks = sessionDollars(activitiesOf([probe], []));

    // Assess
    expect(message * 1e6).toBeGreaterThan(1);
    expect(message * 1e6).toBeLessThan(10);
    expect(checks).toBe(0);
    expect([message, 0, 4.0829].map(dollarWords)).toEqual([expect.stringMatching(/^\$0\.00000\d+$/), '$0.00', '$4.08']);
  });
});

describe('pushKindOf', () => {
  it.each([
    ['alert', 'alert', { aps: { alert: 'hi', badge: 1 } }],
    ['badge', 'alert', { aps: { badge: 2 } }],
    ['call', 'voip', { callId: 'c' }],
    ['ring', 'alert', { aps: { alert: 'Call' }, ringpost: { callId: 'c' } }],
    ['missed', 'alert', { aps: { alert: 'Missed' }, ringpost: { callId: 'c', missedCall: true } }],
    ['over', 'background', { aps: {}, ringpost: { callId: 'c', state: 'ended' } }],
    ['recall', 'background', { aps: {}, ringpost: { messageId: 'm', recalled: true } }],
    ['background', 'background', { aps: { 'content-available': 1 } }],
    ['live', 'liveactivity', { aps: {} }],
    ['other', 'location', { aps: {} }],
  ])('knows %s', (kind, pushType, payload) => {
    // Prepare
    const headers = { 'apns-push-type': pushType };

    // Act
    const found = pushKindOf({ headers, payload });

    // Assess
    expect(found).toBe(kind);
  });
});
