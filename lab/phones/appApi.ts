import * as z from 'zod/mini';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { callStates } from '../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import type { SaidTime } from '../../shared/platform/reportedTime.ts';
import type { CallReportEvent, ReceiptEvent } from '../../shared/push/rules/receipt.ts';
import { type LiveChannel, listenToRing, type RingListener } from './ringListener.ts';

/** The API as the team's app calls it: docs/api.md. Outcomes are values. */
export interface AppApi {
  setNickname(nickname: string): Promise<ApiAnswer<unknown>>;
  /** Undefined: there is none, or no answer. */
  readNickname(): Promise<string | undefined>;
  /** IDs of the users that the user has blocked. */
  readBlocks(): Promise<readonly string[]>;
  /** Undefined: the user is not in such a group, or no answer. */
  readGroupName(groupId: string): Promise<string | undefined>;
  /** The first 500. */
  readMembers(groupId: string): Promise<readonly { userId: string; card?: string | undefined }[]>;
  register(deviceId: string, registration: unknown): Promise<ApiAnswer<unknown>>;
  /** @param token that updates this Live Activity. */
  registerActivity(
    deviceId: string,
    activityId: string,
    token: { token: string; environment: string },
  ): Promise<ApiAnswer<unknown>>;
  setPresence(deviceId: string, presence: PresenceBody): Promise<ApiAnswer<unknown>>;
  readCall(callId: string, deviceId: string): Promise<ApiAnswer<CallAnswer>>;
  /** State of a ring, by its ticket: no login is needed. */
  readRing(ticket: string): Promise<ApiAnswer<CallAnswer>>;
  /** Hears the end of a ring, by its ticket. @returns what stops listening. */
  listenToRing(live: LiveChannel, ticket: string, listener: RingListener): () => void;
  /** @param callId UUID, which the app chooses. */
  startCall(to: Address, hasVideo: boolean, callId: string): Promise<ApiAnswer<CallAnswer>>;
  actOnCall(callId: string, action: CallAction, deviceId: string): Promise<ApiAnswer<CallAnswer>>;
  /** @param conversationId `user:<userId>` or `group:<groupId>`. */
  sendMessage(conversationId: string, text: string): Promise<ApiAnswer<unknown>>;
  muteConversation(conversationId: string): Promise<ApiAnswer<unknown>>;
  /** Reports that CallKit has shown the call. */
  reportCall(callId: string, deviceId: string, said: SaidTime): Promise<ApiAnswer<unknown>>;
  /** Reports what became of one push, by the ticket in it: no login is needed. */
  reportByTicket(ticket: string, event: ReceiptEvent | CallReportEvent, said: SaidTime): Promise<ApiAnswer<unknown>>;
  /** Reports here what happened to messages. The answer names those that the server does not know (yet). */
  reportMessages(receipts: readonly MessageReceipt[]): Promise<ApiAnswer<{ unknown: readonly string[] }>>;
}

export interface MessageReceipt extends SaidTime {
  messageId: string;
  deviceId: string;
  event: ReceiptEvent;
}

export type CallAction = 'answer' | 'decline' | 'busy' | 'cancel' | 'end';

/** Whom a message or a call is for. */
export type Address = { userId: string } | { groupId: string };

export interface PresenceBody {
  state: 'foreground' | 'background';
  ttlSeconds?: number | undefined;
  unreadCount?: number | undefined;
  previousUnreadCount?: number | undefined;
}

/** `status` is set if the API answered at all; `problem` is for people. */
export type ApiAnswer<T> = { ok: true; value: T } | { ok: false; status?: number | undefined; problem: string };

const callSchema = z.looseObject({
  callId: z.string(),
  state: z.enum(callStates),
  endedReason: z.optional(z.literal([1, 2, 3, 4, 5] satisfies EndedReason[])),
  /** The callees. A ring ticket answers with the state of its own callee instead. */
  participants: z.optional(z.array(z.looseObject({ userId: z.string(), state: z.enum(callStates) }))),
  from: z.optional(z.string()),
  groupId: z.optional(z.string()),
  /** ISO 8601, UTC. */
  expiresAt: z.optional(z.string()),
  hasVideo: z.optional(z.boolean()),
  /** What has happened to it, for its caller. */
  timeline: z.optional(z.array(z.looseObject({ event: z.string() }))),
});
export type CallAnswer = z.infer<typeof callSchema>;

const profileSchema = z.looseObject({ nickname: z.optional(z.string()) });
const blocksSchema = z.looseObject({ blocks: z.array(z.looseObject({ userId: z.string() })) });
const groupSchema = z.looseObject({ name: z.string() });
const membersSchema = z.looseObject({
  members: z.array(z.looseObject({ userId: z.string(), card: z.optional(z.string()) })),
});

export interface AppApiOptions {
  /** Such as `http://127.0.0.1:4700`. Called each time. */
  origin(): string;
  /** A JWT of the app's user. */
  token(): Promise<string>;
  /** Whether the phone's network is on. */
  isConnected(): boolean;
  /** Whether the app can read its login from the keychain: always, if absent. */
  hasLogin?: (() => boolean) | undefined;
  fetch?: typeof fetch | undefined;
}

const answerTimeoutMs = 5_000;

export function createAppApi(options: AppApiOptions): AppApi {
  const { origin, token, isConnected, hasLogin = () => true, fetch = globalThis.fetch } = options;

  async function ask(method: string, path: string, body?: unknown, isLoggedIn = true): Promise<ApiAnswer<unknown>> {
    if (!isConnected()) return { ok: false, problem: 'the phone has no network' };
    if (isLoggedIn && !hasLogin()) return { ok: false, problem: 'the keychain is closed until the phone is unlocked' };
    try {
      const response = await fetch(`${origin()}${path}`, {
        method,
        headers: {
          ...(isLoggedIn && { authorization: `Bearer ${await token()}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      const text = await response.text();
      if (response.ok) return { ok: true, value: text === '' ? undefined : JSON.parse(text) };
      return { ok: false, status: response.status, problem: describeProblem(response.status, text) };
    } catch (error) {
      // The token issuer knows no such user.
      if (error instanceof BadRequest) return { ok: false, problem: `${error.problem.detail} ${error.problem.fix}` };
      // No answer, or one that is not JSON: to the app both are a failed call.
      return { ok: false, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  function callIn(answer: ApiAnswer<unknown>): ApiAnswer<CallAnswer> {
    if (!answer.ok) return answer;
    const call = callSchema.safeParse(answer.value);
    return call.success ? { ok: true, value: call.data } : { ok: false, problem: 'the answer is not a call' };
  }

  async function read<S extends z.ZodMiniType>(path: string, schema: S): Promise<z.output<S> | undefined> {
    const answer = await ask('GET', path);
    return answer.ok ? schema.safeParse(answer.value).data : undefined;
  }

  const group = (groupId: string) => `/v1/groups/${writePathId(groupId)}`;
  const device = (deviceId: string) => `/v1/devices/${writePathId(deviceId)}`;
  const call = (callId: string) => `/v1/calls/${writePathId(callId)}`;
  return {
    setNickname: (nickname) => ask('PUT', '/v1/profile', { nickname }),
    readNickname: async () => (await read('/v1/profile', profileSchema))?.nickname,
    readBlocks: async () => (await read('/v1/blocks', blocksSchema))?.blocks.map(({ userId }) => userId) ?? [],
    readGroupName: async (groupId) => (await read(group(groupId), groupSchema))?.name,
    readMembers: async (groupId) => (await read(`${group(groupId)}/members?limit=500`, membersSchema))?.members ?? [],
    register: (deviceId, registration) => ask('PUT', device(deviceId), registration),
    registerActivity: (deviceId, activityId, token) =>
      ask('PUT', `${device(deviceId)}/activities/${writePathId(activityId)}`, token),
    setPresence: (deviceId, presence) => ask('PUT', `${device(deviceId)}/presence`, presence),
    readCall: async (callId, deviceId) =>
      callIn(await ask('GET', `${call(callId)}?deviceId=${encodeURIComponent(deviceId)}`)),
    readRing: async (ticket) => callIn(await ask('GET', `/v1/rings/${writePathId(ticket)}`, undefined, false)),
    listenToRing(live, ticket, listener) {
      if (!isConnected()) {
        listener.onLost();
        return () => {};
      }
      return listenToRing(live, ticket, {
        ...listener,
        onEvent: (event) => isConnected() && listener.onEvent(event),
      });
    },
    startCall: async (to, hasVideo, callId) => callIn(await ask('POST', '/v1/calls', { to, hasVideo, callId })),
    actOnCall: async (callId, action, deviceId) => callIn(await ask('POST', `${call(callId)}/${action}`, { deviceId })),
    sendMessage: (conversationId, text) =>
      ask('POST', '/v1/messages', { to: addressOf(conversationId), elements: [{ type: 'text', text }] }),
    muteConversation: (conversationId) =>
      ask('PUT', `/v1/conversations/${writePathId(conversationId)}/settings`, { level: 'none' }),
    reportCall: (callId, deviceId, said) =>
      ask('POST', '/v1/receipts', { receipts: [{ callId, deviceId, event: 'callReported', ...said }] }),
    reportByTicket: (ticket, event, said) =>
      ask('POST', `/v1/receipts/${writePathId(ticket)}`, { event, ...said }, false),
    async reportMessages(receipts) {
      const answer = await ask('POST', '/v1/receipts', { receipts });
      return answer.ok ? { ok: true, value: { unknown: [], ...(answer.value as object) } } : answer;
    },
  };
}

/** `to` of a message into this conversation. */
function addressOf(conversationId: string): Address {
  const [kind, ...id] = conversationId.split(':');
  return kind === 'group' ? { groupId: id.join(':') } : { userId: id.join(':') };
}

function describeProblem(status: number, text: string): string {
  try {
    const { detail = '', fix = '' } = JSON.parse(text) as { detail?: string | undefined; fix?: string | undefined };
    return `${status}: ${detail} ${fix}`.trim();
  } catch {
    return `${status}`;
  }
}
