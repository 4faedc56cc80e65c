/**
 * What a team's own servers learn from an accepted request to Ringpost, and pass on to open apps: a message with its
 * content, a recalled message, a call. Ringpost pushes to offline users, and leaves the others to this: docs/api.md,
 * "Devices" and "Calls".
 */
import * as z from 'zod/mini';
import type { AnsweredRequest } from '../aws/gateway/httpApi.ts';

/** A request to the API and its answer. */
export type ApiExchange = AnsweredRequest;

const userIds = z.array(z.string());
export const recipients = z.object({
  userId: z.optional(z.string()),
  userIds: z.optional(userIds),
  groupId: z.optional(z.string()),
});
export type Recipients = z.infer<typeof recipients>;

export const element = z.object({ type: z.string(), text: z.optional(z.string()) });
export type MessageElement = z.infer<typeof element>;

const messageRequest = z.object({
  from: z.optional(z.string()),
  to: recipients,
  elements: z.array(element),
  offlinePush: z.optional(z.object({ pushType: z.optional(z.string()) })),
});
const messageAnswer = z.object({ messageId: z.string() });

export const batchRequest = z.object({ messages: z.array(z.unknown()) });
export const batchAnswer = z.object({ results: z.array(z.object({ body: z.unknown() })) });

const handle = z.object({ type: z.string(), value: z.string() });
const callRequest = z.object({
  handle: z.optional(handle),
  callerName: z.optional(z.string()),
  supportsHolding: z.optional(z.boolean()),
  to: recipients,
});
const callAnswer = z.object({
  callId: z.string(),
  from: z.string(),
  hasVideo: z.boolean(),
  expiresAt: z.string(),
  participants: z.array(z.object({ userId: z.string(), state: z.string() })),
});

export interface MessageAnnouncement {
  kind: 'message';
  messageId: string;
  from: string;
  to: Recipients;
  elements: readonly MessageElement[];
}

export interface CallAnnouncement {
  kind: 'call';
  callId: string;
  from: string;
  hasVideo: boolean;
  /** Epoch seconds. */
  expiresAt: number;
  /** Users whose phones may ring. */
  callees: readonly string[];
  /** Unknown for an invitation: as they were when the call began. */
  details?: z.infer<typeof callRequest> | undefined;
  /** Whether the caller's own app has started it. A server's call, or an invitation, is not the app's. */
  isByApp: boolean;
}

export type Announcement = MessageAnnouncement | { kind: 'recall'; messageId: string } | CallAnnouncement;

/** @returns none if the request does not concern the apps. */
export function readAnnouncements(exchange: ApiExchange): Announcement[] {
  const { status, query, routeKey, requestBody, answerBody } = exchange;
  if (status >= 300 || query.includes('explain=true')) return [];
  if (routeKey === 'POST /v1/server/messages/batch') return readBatch(parse(requestBody), parse(answerBody));
  const announcement = readAnnouncement(exchange);
  return announcement === undefined ? [] : [announcement];
}

function readAnnouncement(exchange: ApiExchange): Announcement | undefined {
  switch (exchange.routeKey) {
    case 'POST /v1/messages':
    case 'POST /v1/server/messages':
      return readMessage(parse(exchange.requestBody), parse(exchange.answerBody), exchange.userId);
    case 'POST /v1/messages/{messageId}/recall':
      return { kind: 'recall', messageId: exchange.pathParameters['messageId'] ?? '' };
    case 'POST /v1/calls':
    case 'POST /v1/server/calls':
      return readCall(exchange, callRequest.safeParse(parse(exchange.requestBody)).data);
    case 'POST /v1/calls/{callId}/participants':
      return readCall(exchange, undefined);
    default:
      return undefined;
  }
}

function readBatch(requested: unknown, answered: unknown): MessageAnnouncement[] {
  const request = batchRequest.safeParse(requested).data;
  const answer = batchAnswer.safeParse(answered).data;
  // A rejected message has no messageId.
  const read = request?.messages.map((message, index) => readMessage(message, answer?.results[index]?.body, undefined));
  return (read ?? []).filter((announcement) => announcement !== undefined);
}

function readMessage(
  requested: unknown,
  answered: unknown,
  userId: string | undefined,
): MessageAnnouncement | undefined {
  const request = messageRequest.safeParse(requested).data;
  const answer = messageAnswer.safeParse(answered).data;
  const from = userId ?? request?.from;
  // A message that rings is a call to the app, not something to read.
  if (!request || !answer || from === undefined || request.offlinePush?.pushType === 'voip') return undefined;
  return { kind: 'message', messageId: answer.messageId, from, to: request.to, elements: request.elements };
}

function readCall(
  { answerBody, routeKey }: ApiExchange,
  details: CallAnnouncement['details'],
): CallAnnouncement | undefined {
  const answer = callAnswer.safeParse(parse(answerBody)).data;
  if (!answer) return undefined;
  const { callId, from, hasVideo, expiresAt, participants } = answer;
  return {
    kind: 'call',
    callId,
    from,
    hasVideo,
    expiresAt: Date.parse(expiresAt) / 1000,
    callees: participants.filter(({ state }) => state === 'ringing').map(({ userId }) => userId),
    details,
    isByApp: routeKey === 'POST /v1/calls',
  };
}

/** JSON of a request or an answer; undefined if it has none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
