/** The Swift half as JavaScript sees it: says what a test has it say, and writes down what it is asked. */
import type { NativeEvent, NativeProblem, NativeRingpost, Status } from '../../../client/react-native/src/native.ts';

export interface FakeNative extends NativeRingpost {
  /** `answerCall c1` and the like, in order. */
  readonly asked: string[];
  emit(event: NativeEvent): void;
  /** What `answerCall` answers. */
  problem: NativeProblem | null;
  /** Runs before `startCall` resolves, such as an event that overtakes it. */
  beforeStarted(callId: string): void;
}

export function fakeNative(): FakeNative {
  const listeners = new Set<(event: NativeEvent) => void>();
  const asked: string[] = [];
  const note = async (...words: unknown[]): Promise<void> => {
    asked.push(words.join(' '));
  };
  const native: FakeNative = {
    asked,
    problem: null,
    beforeStarted: () => {},
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    addListener: (_event, listener) => {
      listeners.add(listener);
      return { remove: () => void listeners.delete(listener) };
    },
    getStatus: async () => status,
    agree: async () => {
      await note('agree');
      return true;
    },
    signIn: (userId) => note('signIn', userId),
    signOut: () => note('signOut'),
    setUnreadCount: (count) => note('setUnreadCount', count),
    startCall: async ({ handle, name }, hasVideo) => {
      await note('startCall', handle, name, hasVideo);
      native.beforeStarted('c1');
      return 'c1';
    },
    answerCall: async (callId) => {
      await note('answerCall', callId);
      return native.problem;
    },
    endCall: (callId) => note('endCall', callId),
    refuseAsBusy: (callId) => note('refuseAsBusy', callId),
    setMuted: (callId, isMuted) => note('setMuted', callId, isMuted),
    setHeld: (callId, isHeld) => note('setHeld', callId, isHeld),
    settleRequest: (requestId, value) => note('settleRequest', requestId, String(value)),
    failRequest: (requestId, reason) => note('failRequest', requestId, reason),
  };
  return native;
}

const status: Status = {
  appId: 'com.example.chat',
  apiUrl: 'https://stage.example.com',
  kitVersion: '0.1.0',
  callSystem: 'callKit',
  hasConsent: true,
  registration: { state: 'registered', deviceId: 'd1' },
  calls: [],
};
