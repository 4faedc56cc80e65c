import type { CallState } from '../../../shared/calls/rules/call.ts';
import type { ReceiptEvent } from '../../../shared/push/rules/receipt.ts';
import type { OutcomeName } from '../../../shared/push/rules/targetOutcome.ts';
import { type Answer, ask } from './http.ts';

/** What became of one target: docs/api.md, "Outcomes". */
export interface Target {
  userId: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
  /** `not_pushed`: an app with coarse outcomes does not say why. */
  outcome: OutcomeName | 'not_pushed';
  reason?: string | undefined;
  environment?: string | undefined;
  status?: number | undefined;
}

export interface SentMessage {
  messageId: string;
  targets: Target[];
}

/** `GET /v1/messages/{messageId}`. */
export interface MessageState {
  targets: Target[];
  receipts: Record<ReceiptEvent, number>;
}

export interface ConversationSettings {
  receive: 'push' | 'silent' | 'none';
  mentionsStillPush?: boolean | undefined;
}

/** `GET /v1/calls/{callId}`; `targets` for the caller only. */
export interface CallAnswer {
  callId: string;
  from: string;
  groupId?: string | undefined;
  state: CallState;
  participants: { userId: string }[];
  targets?: Target[] | undefined;
  createdAt: string;
}

export interface StartedCall {
  callId: string;
  state: CallState;
  targets: Target[];
  expiresAt: string;
}

/** Ringpost's API as an app calls it, each time as the user who acts. */
export const ringpostApi = {
  health: () => ask<{ version?: string | undefined }>('GET', '/v1/health'),
  sendMessage: (from: string, message: object) => as<SentMessage>(from, 'POST', '/v1/messages', message),
  readMessage: (from: string, messageId: string) => as<MessageState>(from, 'GET', messagePath(messageId)),
  recall: (from: string, messageId: string) => as<SentMessage>(from, 'POST', `${messagePath(messageId)}/recall`, {}),
  startCall: (from: string, to: { userId: string } | { groupId: string }, hasVideo: boolean) =>
    as<StartedCall>(from, 'POST', '/v1/calls', { to, hasVideo }),
  readCall: (from: string, callId: string) => as<CallAnswer>(from, 'GET', callPath(callId)),
  /** The last calls of that user. */
  readCalls: (userId: string) => as<{ calls: CallAnswer[] }>(userId, 'GET', '/v1/calls?limit=5'),
  cancelCall: (from: string, callId: string) =>
    as<{ state: CallState }>(from, 'POST', `${callPath(callId)}/cancel`, {}),
  endCall: (from: string, callId: string) => as<{ state: CallState }>(from, 'POST', `${callPath(callId)}/end`, {}),
  putGroup: (owner: string, groupId: string, name: string) => as<unknown>(owner, 'PUT', groupPath(groupId), { name }),
  readGroup: (userId: string, groupId: string) => as<{ name: string }>(userId, 'GET', groupPath(groupId)),
  putMember: (owner: string, groupId: string, userId: string, card: string | undefined) =>
    as<unknown>(owner, 'PUT', `${groupPath(groupId)}/members/${encodeURIComponent(userId)}`, { ...(card && { card }) }),
  readMembers: (userId: string, groupId: string) =>
    as<{ members: { userId: string; card?: string | undefined }[] }>(userId, 'GET', `${groupPath(groupId)}/members`),
  readConversation: (userId: string, conversationId: string) =>
    as<ConversationSettings>(userId, 'GET', settingsPath(conversationId)),
  putConversation: (userId: string, conversationId: string, settings: ConversationSettings) =>
    as<ConversationSettings>(userId, 'PUT', settingsPath(conversationId), settings),
  setNickname: (userId: string, nickname: string) => as<unknown>(userId, 'PUT', '/v1/profile', { nickname }),
};

const messagePath = (messageId: string) => `/v1/messages/${encodeURIComponent(messageId)}`;
const groupPath = (groupId: string) => `/v1/groups/${encodeURIComponent(groupId)}`;
const settingsPath = (conversationId: string) => `/v1/conversations/${encodeURIComponent(conversationId)}/settings`;
const callPath = (callId: string) => `/v1/calls/${encodeURIComponent(callId)}`;

async function as<T>(userId: string, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const issued = await ask<{ token: string }>('POST', '/lab/tokens', { userId });
  return issued.ok ? ask<T>(method, path, body, issued.value.token) : issued;
}
