/** The section `webhooks` of the document: what Ringpost sends to a team's receivers. docs/webhooks.md. */
import { eventTypes } from '../../shared/events/rules/eventTypes.ts';

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** Headers that all of them have. */
export const webhookParameters = {
  WebhookId: header('webhook-id', 'ID of the event: the same in every attempt.'),
  WebhookTimestamp: header('webhook-timestamp', 'Time of the attempt, in epoch seconds.'),
  WebhookSignature: header('webhook-signature', 'Signatures by Standard Webhooks, `v1,…`, separated by spaces.'),
};

const parameters = Object.keys(webhookParameters).map((name) => ({ $ref: `#/components/parameters/${name}` }));

/** Every other answer is a failure, and the event comes again. */
const responses = { '2XX': { description: 'Accepted' } };

/** One for each type of event. */
export function webhookDocument() {
  return Object.fromEntries(eventTypes.map((type) => [type, { post: operation(type) }]));
}

function operation(type: (typeof eventTypes)[number]) {
  return {
    operationId: operationId(type),
    summary: `The event ${type}`,
    tags: ['Webhooks'],
    security: [],
    parameters,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              type: { type: 'string', const: type },
              timestamp: { type: 'string', format: 'date-time' },
              data: { $ref: `#/components/schemas/${eventComponent(type)}` },
            },
            required: ['type', 'timestamp', 'data'],
          },
        },
      },
    },
    responses,
  };
}

/** `call.timedOut` → `onCallTimedOut`. */
const operationId = (type: string): string => `on${type.split('.').map(capitalized).join('')}`;

/** The schema of the events of a subject. */
const eventComponent = (type: string): string => `${capitalized(type.split('.')[0] ?? '')}EventData`;

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
