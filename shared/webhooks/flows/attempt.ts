import type { PlatformPorts } from '../../platform/ports.ts';
import type { SendOutcome, WebhookPorts } from '../ports.ts';
import { signedHeaders } from '../rules/signature.ts';
import { type WebhookEvent, webhookBody } from '../rules/task.ts';
import type { Webhook } from '../rules/webhook.ts';

export type AttemptPorts = Pick<PlatformPorts, 'clock'> & Pick<WebhookPorts, 'webhookKey' | 'webhookClient'>;

/** Sends an event to a webhook once. */
export async function attempt(ports: AttemptPorts, webhook: Webhook, event: WebhookEvent): Promise<SendOutcome> {
  const body = webhookBody(event);
  const key = await ports.webhookKey.current();
  const signed = signedHeaders(key, webhook, event.id, body, ports.clock.nowMs());
  return ports.webhookClient.post(webhook.url, { ...signed, 'content-type': 'application/json' }, body);
}

export function isAccepted(outcome: SendOutcome): boolean {
  return outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
}

/** For logs and callers: `status_503`, or why there was no answer. */
export function causeOf(outcome: SendOutcome): string {
  return outcome.kind === 'answered' ? `status_${outcome.status}` : outcome.cause;
}
