/** The TypeScript half of the React Native package, against a Swift half that a test plays. */
import { describe, expect, it, vi } from 'vitest';
import type { NativeEvent, RingingCall } from '../../../client/react-native/src/native.ts';
import { connectRingpost, type RingpostOptions } from '../../../client/react-native/src/ringpost.ts';
import { type FakeNative, fakeNative } from './fakeNative.ts';

const ring: RingingCall = {
  callId: 'c1',
  handle: { type: 'generic', value: 'alice' },
  callerName: 'Alice',
  hasVideo: false,
  expiresAtMs: 1_796_000_060_000,
};

interface Sent {
  url: string;
  body: unknown;
  token: string | undefined;
}

/** An app whose API answers each request in the same way. */
async function openApp({
  native = fakeNative(),
  status = 201,
  body = { callId: 'c1' } as object,
  ...options
}: Partial<RingpostOptions> & { native?: FakeNative; status?: number; body?: object } = {}) {
  const sent: Sent[] = [];
  const connected: string[] = [];
  const left: string[] = [];
  const ringpost = await connectRingpost(native, {
    token: ({ isRefused }) => (isRefused ? 'new' : 'jwt'),
    connect: async ({ callId }) => void connected.push(callId),
    disconnect: (callId) => void left.push(callId),
    fetch: async (url, init) => {
      sent.push({ url, body: JSON.parse(init.body ?? 'null'), token: init.headers['authorization'] });
      return { status, headers: { get: () => null }, text: async () => JSON.stringify(body) };
    },
    ...options,
  });
  return { native, ringpost, sent, connected, left };
}

describe('a request of the Swift half', () => {
  it.each([
    [false, 'jwt'],
    [true, 'new'],
  ])('for a token, refused %s, is settled with %s', async (isRefused, expected) => {
    // Prepare
    const { native } = await openApp();
    // Act
    native.emit({ kind: 'request', requestId: 'r1', wants: 'token', isRefused });
    // Assess
    await expect.poll(() => native.asked).toEqual([`settleRequest r1 ${expected}`]);
  });

  it('for a token is settled with null when nobody is signed in', async () => {
    // Prepare
    const { native } = await openApp({ token: () => undefined });
    // Act
    native.emit({ kind: 'request', requestId: 'r1', wants: 'token', isRefused: false });
    // Assess
    await expect.poll(() => native.asked).toEqual(['settleRequest r1 null']);
  });

  it('for media is settled when media is up, and not before', async () => {
    // Prepare
    const media = Promise.withResolvers<void>();
    const { native } = await openApp({ connect: () => media.promise });
    // Act
    native.emit({ kind: 'request', requestId: 'r1', wants: 'connect', call: ring });
    const before = [...native.asked];
    media.resolve();
    // Assess
    await expect.poll(() => native.asked).toEqual(['settleRequest r1 null']);
    expect(before).toEqual([]);
  });

  it('for media fails with the reason of the app', async () => {
    // Prepare
    const { native } = await openApp({ connect: () => Promise.reject(new Error('no microphone')) });
    // Act
    native.emit({ kind: 'request', requestId: 'r1', wants: 'connect', call: ring });
    // Assess
    await expect.poll(() => native.asked).toEqual(['failRequest r1 Error: no microphone']);
  });
});

describe("a call of the user's", () => {
  const place: NativeEvent = { kind: 'request', requestId: 'r1', wants: 'place', call: ring };

  it('is placed by the API under the ID that CallKit knows, and then connected', async () => {
    // Prepare
    let nowMs = 1000.4;
    const { native, ringpost, sent, connected } = await openApp({ steadyNowMs: () => nowMs });
    // Act
    const callId = await ringpost.call({ to: { userId: 'bob' }, name: 'Bob', callerName: 'Alice', hasVideo: true });
    nowMs += 250;
    native.emit(place);
    // Assess
    await expect.poll(() => native.asked).toEqual(['startCall bob Bob true', 'settleRequest r1 null']);
    expect(callId).toBe('c1');
    expect(sent).toEqual([
      {
        url: 'https://stage.example.com/v1/calls',
        body: { to: { userId: 'bob' }, callerName: 'Alice', hasVideo: true, callId: 'c1', tapAgeMs: 250 },
        token: 'Bearer jwt',
      },
    ]);
    expect(connected).toEqual(['c1']);
  });

  it('is placed even if its event overtakes the answer of startCall', async () => {
    // Prepare
    const native = fakeNative();
    native.beforeStarted = () => native.emit(place);
    const { ringpost, sent } = await openApp({ native });
    // Act
    await ringpost.call({ to: { groupId: 'family' }, name: 'Family' });
    // Assess
    await expect.poll(() => native.asked).toEqual(['startCall family Family false', 'settleRequest r1 null']);
    expect(sent).toHaveLength(1);
  });

  it('that the server refuses fails with the reason', async () => {
    // Prepare
    const notPlaced = vi.fn();
    const body = { code: 'nobody_to_ring', title: 'Nobody to ring', detail: '', fix: '', status: 404 };
    const { native, ringpost, connected } = await openApp({ status: 404, body, on: { notPlaced } });
    // Act
    await ringpost.call({ to: { userId: 'nobody' }, name: 'Nobody' });
    native.emit(place);
    // Assess
    await expect.poll(() => native.asked.at(-1)).toBe('failRequest r1 Error: Nobody to ring');
    expect(notPlaced).toHaveBeenCalledExactlyOnceWith({
      callId: 'c1',
      problem: expect.objectContaining({ code: 'nobody_to_ring' }),
    });
    expect(connected).toEqual([]);
  });

  it('started by an earlier run of JavaScript fails', async () => {
    // Prepare
    const { native, sent } = await openApp();
    // Act
    native.emit(place);
    // Assess
    await expect.poll(() => native.asked).toEqual([expect.stringMatching(/^failRequest r1 /)]);
    expect(sent).toEqual([]);
  });
});

describe('events', () => {
  const events: NativeEvent[] = [
    { kind: 'ring', call: ring },
    { kind: 'muted', callId: 'c1', isMuted: true },
    { kind: 'ended', callId: 'c1', reason: 4 },
  ];

  it('reach only the handler of their kind, in order', async () => {
    // Prepare
    const heard: unknown[] = [];
    const hear = (event: unknown) => void heard.push(event);
    const { native } = await openApp({ on: { ring: hear, ended: hear } });
    // Act
    for (const event of events) native.emit(event);
    // Assess
    expect(heard).toEqual([{ call: ring }, { callId: 'c1', reason: 4 }]);
  });

  it('of a call that is no longer wanted reach the media engine', async () => {
    // Prepare
    const { native, left } = await openApp();
    // Act
    native.emit({ kind: 'disconnect', callId: 'c1' });
    // Assess
    expect(left).toEqual(['c1']);
  });

  it('stop when the app closes Ringpost', async () => {
    // Prepare
    const ended = vi.fn();
    const { native, ringpost } = await openApp({ on: { ended } });
    // Act
    ringpost.close();
    native.emit({ kind: 'ended', callId: 'c1' });
    // Assess
    expect(ended).not.toHaveBeenCalled();
  });
});

it("the user's wishes reach the Swift half", async () => {
  // Prepare
  const { native, ringpost } = await openApp();
  // Act
  await ringpost.agree();
  await ringpost.signIn('bob');
  await ringpost.mute('c1', true);
  await ringpost.hold('c1', false);
  await ringpost.end('c1');
  await ringpost.refuseAsBusy('c2');
  await ringpost.setUnreadCount(3);
  await ringpost.signOut();
  // Assess
  expect(native.asked).toEqual([
    'agree',
    'signIn bob',
    'setMuted c1 true',
    'setHeld c1 false',
    'endCall c1',
    'refuseAsBusy c2',
    'setUnreadCount 3',
    'signOut',
  ]);
});

it.each([
  [null, undefined],
  [
    { code: 'call_state', detail: '', fix: '' },
    { code: 'call_state', detail: '', fix: '' },
  ],
])('an answer with the problem %o gives %o', async (problem, expected) => {
  // Prepare
  const { native, ringpost } = await openApp();
  native.problem = problem;
  // Act
  const answer = await ringpost.answer('c1');
  // Assess
  expect(answer).toEqual(expected);
});
