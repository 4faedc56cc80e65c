/** Ringpost for JavaScript: events of the Swift half in, the user's wishes out, and the API beside them. */
import { createClient, type Problem, type RequestOf, type RingpostClient } from 'ringpost-client';
import type { NativeEvent, NativeProblem, NativeRequest, NativeRingpost, RingingCall, Status } from './native.ts';

/** Which user is meant, or which group, and what their phones show. */
export type NewCall = Omit<RequestOf<'startCall'>, 'callId' | 'tapAgeMs'> & {
  /** Whom this phone's own call screen names. */
  name: string;
};

/** The events without those that the package answers itself. */
export type RingpostEvent = Exclude<NativeEvent, NativeRequest>;

/** One handler for each kind of event. What has none is not reported. */
export type EventHandlers = {
  [K in RingpostEvent['kind']]?: (event: Omit<Extract<RingpostEvent, { kind: K }>, 'kind'>) => void;
} & {
  /** The server did not take a call of the user's. `ended` follows, with reason 1. */
  notPlaced?: (event: { callId: string; problem: Problem }) => void;
};

export interface RingpostOptions {
  /** The JWT of the user, for the API and for the Swift half. `isRefused`: the last one was not taken. */
  token(reason: { isRefused: boolean }): string | undefined | Promise<string | undefined>;
  /**
   * Brings the app into a call: resolves once sound can flow, within 30 s. A rejection ends the call as failed. Start audio
   * at the event `audio`, not here.
   */
  connect(call: RingingCall): Promise<void>;
  /** The call is over, or nobody wants it any more: the media engine leaves it. */
  disconnect(callId: string): void;
  on?: EventHandlers;
  /** For tests: by default the platform's. */
  fetch?: Parameters<typeof createClient>[0]['fetch'];
  /** For tests: milliseconds by a clock that nobody sets. */
  steadyNowMs?(): number;
}

/** Ringpost on this phone, for whoever is signed in. */
export interface Ringpost {
  /** The API, at the address that the config plugin was given. */
  readonly api: RingpostClient;
  status(): Promise<Status>;
  /** The user has read what pushes are for, and agrees. iOS asks, too. @returns whether notifications may be shown. */
  agree(): Promise<boolean>;
  /** At each login, also when it is the same user again. */
  signIn(userId: string): Promise<void>;
  /** Before the app forgets the user's login. Nothing is pushed to this phone afterwards. */
  signOut(): Promise<void>;
  /** The number on the app's icon, here and on the user's other phones. */
  setUnreadCount(count: number): Promise<void>;
  /** Calls somebody. @returns the call's ID; events say how it goes on. */
  call(call: NewCall): Promise<string>;
  /** On the app's own screen. @returns undefined, or why a call that rings by an alert cannot be answered. */
  answer(callId: string): Promise<NativeProblem | undefined>;
  /** Declines a call that rings, hangs up any other. */
  end(callId: string): Promise<void>;
  refuseAsBusy(callId: string): Promise<void>;
  mute(callId: string, isMuted: boolean): Promise<void>;
  hold(callId: string, isHeld: boolean): Promise<void>;
  /** Stops listening. The Swift half goes on, and keeps events for the next one that listens. */
  close(): void;
}

/**
 * Starts to listen. Call it when JavaScript starts, outside of components: a push may have launched the app.
 * @throws Error that says how to fix it, when the config plugin has not run.
 */
export async function connectRingpost(native: NativeRingpost, options: RingpostOptions): Promise<Ringpost> {
  const { apiUrl } = await native.getStatus();
  const { fetch, steadyNowMs } = options;
  const forTests = { ...(fetch && { fetch }), ...(steadyNowMs && { steadyNowMs }) };
  const api = createClient({ apiUrl, token: (reason) => options.token(reason), ...forTests });
  const calls = placedCalls(native, api, options);

  async function settle(request: NativeRequest): Promise<string | null> {
    switch (request.wants) {
      case 'token':
        return (await options.token({ isRefused: request.isRefused })) ?? null;
      case 'connect':
        await options.connect(request.call);
        return null;
      case 'place':
        await calls.place(request.call);
        return null;
    }
  }

  async function answerRequest(request: NativeRequest): Promise<void> {
    let value: string | null;
    try {
      value = await settle(request);
    } catch (error) {
      return native.failRequest(request.requestId, String(error));
    }
    return native.settleRequest(request.requestId, value);
  }

  const listener = native.addListener('ringpost', (event) => {
    if (event.kind === 'request') return void answerRequest(event);
    if (event.kind === 'disconnect') options.disconnect(event.callId);
    report(event, options.on ?? {});
  });

  return {
    api,
    status: () => native.getStatus(),
    agree: () => native.agree(),
    signIn: (userId) => native.signIn(userId),
    signOut: () => native.signOut(),
    setUnreadCount: (count) => native.setUnreadCount(count),
    call: calls.call,
    answer: async (callId) => (await native.answerCall(callId)) ?? undefined,
    end: (callId) => native.endCall(callId),
    refuseAsBusy: (callId) => native.refuseAsBusy(callId),
    mute: (callId, isMuted) => native.setMuted(callId, isMuted),
    hold: (callId, isHeld) => native.setHeld(callId, isHeld),
    close: () => listener.remove(),
  };
}

function report<K extends RingpostEvent['kind']>(
  { kind, ...event }: Extract<RingpostEvent, { kind: K }>,
  handlers: { [E in K]?: (event: Omit<Extract<RingpostEvent, { kind: E }>, 'kind'>) => void },
): void {
  handlers[kind]?.(event);
}

/** The user's own calls: what CallKit is asked for first, and the server after it has agreed. */
function placedCalls(native: NativeRingpost, api: RingpostClient, { connect, on, ...options }: RingpostOptions) {
  const { steadyNowMs = () => performance.now() } = options;
  const wanted = new Map<string, { newCall: NewCall; tappedMs: number }>();
  let starting: Promise<unknown> = Promise.resolve();

  async function call(newCall: NewCall): Promise<string> {
    const tappedMs = steadyNowMs();
    const { userId, groupId } = newCall.to;
    const handle = newCall.handle?.value ?? userId ?? groupId ?? newCall.name;
    const started = native.startCall({ handle, name: newCall.name }, newCall.hasVideo ?? false).then((callId) => {
      wanted.set(callId, { newCall, tappedMs });
      return callId;
    });
    starting = Promise.allSettled([starting, started]);
    return started;
  }

  async function place({ callId, ...ring }: RingingCall): Promise<void> {
    // The event may overtake the answer of `startCall`.
    await starting;
    const call = wanted.get(callId);
    wanted.delete(callId);
    if (call === undefined) throw new Error('this call was started before JavaScript was reloaded');
    const { name: _name, ...request } = call.newCall;
    const tapAgeMs = Math.round(steadyNowMs() - call.tappedMs);
    const answer = await api.startCall({ ...request, callId, tapAgeMs });
    if (!answer.ok) {
      on?.notPlaced?.({ callId, problem: answer.problem });
      throw new Error(answer.problem.title);
    }
    await connect({ callId, ...ring });
  }

  return { call, place };
}
