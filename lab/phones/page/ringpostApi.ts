import type { CallState } from '../../../shared/rules/call.ts';
import type { OutcomeName } from '../../../shared/rules/targetOutcome.ts';
import { type Answer, ask } from './http.ts';

/** What became of one target: contract.md, `POST /v1/messages`. */
export interface Target {
  userId: string;
  deviceId?: string;
  kind?: string;
  outcome: OutcomeName;
  reason?: string;
  environment?: string;
  status?: number;
}

export interface SentMessage {
  messageId: string;
  targets: Target[];
}

export interface StartedCall {
  callId: string;
  state: CallState;
  targets: Target[];
  expiresAt: string;
}

/** Ringpost's API as an app calls it, each time as the user who acts. */
export const ringpostApi = {
  health: () => ask<{ version?: string }>('GET', '/v1/health'),
  sendText: (from: string, to: string, text: string) =>
    as<SentMessage>(from, 'POST', '/v1/messages', { to: { userId: to }, elements: [{ type: 'text', text }] }),
  startCall: (from: string, to: string, hasVideo: boolean) =>
    as<StartedCall>(from, 'POST', '/v1/calls', { to: { userId: to }, hasVideo }),
  readCall: (from: string, callId: string) => as<{ state: CallState }>(from, 'GET', callPath(callId)),
  cancelCall: (from: string, callId: string) =>
    as<{ state: CallState }>(from, 'POST', `${callPath(callId)}/cancel`, {}),
  endCall: (from: string, callId: string) => as<{ state: CallState }>(from, 'POST', `${callPath(callId)}/end`, {}),
  setNickname: (userId: string, nickname: string) => as<unknown>(userId, 'PUT', '/v1/profile', { nickname }),
};

const callPath = (callId: string) => `/v1/calls/${encodeURIComponent(callId)}`;

async function as<T>(userId: string, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const issued = await ask<{ token: string }>('POST', '/lab/tokens', { userId });
  return issued.ok ? ask<T>(method, path, body, issued.value.token) : issued;
}
