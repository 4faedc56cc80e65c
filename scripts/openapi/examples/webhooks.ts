import { type ExamplesOf, noContent } from './example.ts';

const input = { url: 'https://backend.example.com/ringpost', events: ['call.*' as const, 'message.sent' as const] };
const webhook = {
  webhookId: 'backend',
  ...input,
  secretVersion: 1,
  state: 'active' as const,
  createdAt: '2026-11-30T12:00:00.000Z',
};
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1n4MAO4kTNM=';

export const webhookExamples: ExamplesOf<'webhookSettings'> = {
  'GET /v1/server/webhooks': { answers: { 200: { webhooks: [webhook] } } },
  'GET /v1/server/webhooks/{webhookId}': { answers: { 200: webhook } },
  'PUT /v1/server/webhooks/{webhookId}': {
    body: { ...input, secretVersion: 1 },
    answers: { 200: { ...webhook, secret } },
  },
  'DELETE /v1/server/webhooks/{webhookId}': noContent,
  'POST /v1/server/webhooks/{webhookId}/test': { answers: { 200: { delivered: true, status: 204, durationMs: 87 } } },
};
