import {
  type Answer as ClientAnswer,
  createClient,
  type RequestOf,
  type RingpostClient,
  type Schemas,
} from '../../../client/js/src/index.ts';
import { type Answer, ask, unreachable } from './http.ts';

/** Outcome of one target: docs/api.md, "Outcomes". */
export type Target = Schemas['TargetOutcome'];
export type MessageState = Schemas['MessageReport'];
export type ConversationSettings = Schemas['ConversationSettings'];
/** `targets` for the caller only. */
export type CallAnswer = Schemas['Call'];

/** The lab serves the page and the API. */
const apiUrl = '';
const tokens = new Map<string, string>();

/** As the app of that user calls the API. A token is kept until the lab refuses it. */
function as(userId: string): RingpostClient {
  return createClient({
    apiUrl,
    token: async ({ isRefused }) => {
      const kept = isRefused ? undefined : tokens.get(userId);
      if (kept !== undefined) return kept;
      const issued = await ask<{ token: string }>('POST', '/lab/tokens', { userId });
      if (!issued.ok) return undefined;
      tokens.set(userId, issued.value.token);
      return issued.value.token;
    },
  });
}

/** Ringpost's API as an app calls it, each time as the acting user. */
export const ringpostApi = {
  health: () => shown(createClient({ apiUrl, token: () => undefined }).getHealth()),
  sendMessage: (from: string, message: RequestOf<'sendMessage'>) => shown(as(from).sendMessage(message)),
  explainMessage: (from: string, message: RequestOf<'sendMessage'>) => shown(as(from).explainMessage(message)),
  readMessage: (from: string, messageId: string) => shown(as(from).getMessage({ messageId })),
  recall: (from: string, messageId: string) => shown(as(from).recallMessage({ messageId })),
  startCall: (from: string, to: { userId: string } | { groupId: string }, hasVideo: boolean) =>
    shown(as(from).startCall({ to, hasVideo, tapAgeMs: 0 })),
  readCall: (from: string, callId: string) => shown(as(from).getCall({ callId })),
  /** The last calls of that user. */
  readCalls: (userId: string) => shown(as(userId).listCalls({ limit: '5' })),
  cancelCall: (from: string, callId: string) => shown(as(from).cancelCall({ callId })),
  endCall: (from: string, callId: string) => shown(as(from).endCall({ callId })),
  putGroup: (owner: string, groupId: string, name: string) => shown(as(owner).putGroup({ groupId, name })),
  readGroup: (userId: string, groupId: string) => shown(as(userId).getGroup({ groupId })),
  putMember: (owner: string, groupId: string, userId: string, card: string | undefined) =>
    shown(as(owner).putGroupMember({ groupId, userId, card })),
  readMembers: (userId: string, groupId: string) => shown(as(userId).listGroupMembers({ groupId })),
  readConversation: (userId: string, conversationId: string) =>
    shown(as(userId).getConversationSettings({ conversationId })),
  putConversation: (userId: string, conversationId: string, level: ConversationSettings['level']) =>
    shown(as(userId).replaceConversationSettings({ conversationId, level })),
  readProfile: (userId: string) => shown(as(userId).getProfile()),
  putProfile: (userId: string, profile: Schemas['Profile']) => shown(as(userId).replaceProfile(profile)),
  readBlocks: (userId: string) => shown(as(userId).listBlocks({})),
  block: (userId: string, otherId: string) => shown(as(userId).blockUser({ userId: otherId })),
  unblock: (userId: string, otherId: string) => shown(as(userId).unblockUser({ userId: otherId })),
  setNickname: (userId: string, nickname: string) => shown(as(userId).replaceProfile({ nickname })),
};

/** What the client says for itself, in the words of somebody who works with the lab. */
async function shown<T>(asking: Promise<ClientAnswer<T>>): Promise<Answer<T>> {
  const answer = await asking;
  if (answer.ok || answer.status > 0) return answer;
  return { ok: false, problem: unreachable() };
}
