/** Reads what the page lists of a request to the API: the messages that it sent, or the call that it started. */
import * as z from 'zod/mini';
import { type ApiExchange, batchAnswer, batchRequest, element, parse, recipients } from './announcement.ts';
import type { SentRequest } from './view.ts';

const sendRequest = z.object({
  from: z.optional(z.string()),
  to: recipients,
  elements: z._default(z.array(element), []),
  hasVideo: z.optional(z.boolean()),
});
const target = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(z.string()),
  outcome: z.string(),
  reason: z.optional(z.string()),
});
const sendAnswer = z.object({
  messageId: z.optional(z.string()),
  callId: z.optional(z.string()),
  targets: z._default(z.array(target), []),
});

const kinds: Readonly<Record<string, SentRequest['kind']>> = {
  'POST /v1/messages': 'message',
  'POST /v1/server/messages': 'message',
  'POST /v1/calls': 'call',
  'POST /v1/server/calls': 'call',
};
const batchRoute = 'POST /v1/server/messages/batch';

/** @returns none if the request was refused, explained only, or did something else. */
export function readSentRequests(exchange: ApiExchange): SentRequest[] {
  const { routeKey, status, query, requestBody, answerBody } = exchange;
  if (status >= 300 || query.includes('explain=true')) return [];
  const [requested, answered] = [parse(requestBody), parse(answerBody)];
  if (routeKey === batchRoute) return readBatch(exchange, requested, answered);
  const kind = kinds[routeKey];
  const sent = kind && readSent(kind, exchange, requested, answered);
  return sent ? [sent] : [];
}

function readBatch(exchange: ApiExchange, requested: unknown, answered: unknown): SentRequest[] {
  const messages = batchRequest.safeParse(requested).data?.messages ?? [];
  const results = batchAnswer.safeParse(answered).data?.results ?? [];
  const single = { ...exchange, routeKey: 'POST /v1/server/messages' };
  return messages.flatMap((message, index) => readSent('message', single, message, results[index]?.body) ?? []);
}

function readSent(
  kind: SentRequest['kind'],
  { routeKey, userId, receivedMs }: ApiExchange,
  requested: unknown,
  answered: unknown,
): SentRequest | undefined {
  const request = sendRequest.safeParse(requested).data;
  const answer = sendAnswer.safeParse(answered).data;
  const id = answer?.messageId ?? answer?.callId;
  const from = userId ?? request?.from;
  if (!request || !answer || id === undefined || from === undefined) return undefined;
  const text = request.elements.map((part) => part.text ?? `[${part.type}]`).join(' ');
  return {
    kind,
    id,
    from,
    to: request.to,
    ...(text !== '' && { text }),
    ...(request.hasVideo && { hasVideo: true }),
    receivedAt: new Date(receivedMs).toISOString(),
    path: routeKey.slice('POST '.length),
    body: JSON.stringify(requested),
    ...(userId !== undefined && { asUser: userId }),
    targets: answer.targets,
  };
}
