/** Store, queue, key and client of webhooks. */
import type { WebhookTask } from './rules/task.ts';
import type { DisabledBecause, Webhook } from './rules/webhook.ts';

export interface WebhookStore {
  /** All, as of the last minute: for events, which must not read them each time. */
  known(): Promise<readonly Webhook[]>;
  list(): Promise<Webhook[]>;
  read(webhookId: string): Promise<Webhook | undefined>;
  /** @param seen what it replaces. @returns false if somebody else was faster. */
  put(webhook: Webhook, seen: Webhook | undefined): Promise<boolean>;
  /** @returns false if there was none. */
  remove(webhookId: string): Promise<boolean>;
  /** @returns since when attempts have failed; undefined if the webhook does not exist. */
  noteFailure(webhookId: string, atMs: number): Promise<number | undefined>;
  noteSuccess(webhookId: string): Promise<void>;
  disable(webhookId: string, because: DisabledBecause, atMs: number): Promise<void>;
}

export interface WebhookQueue {
  /** @returns those that the queue rejected. */
  send(tasks: readonly WebhookTask[]): Promise<WebhookTask[]>;
}

export interface WebhookKey {
  /** The stage's key, from which the secrets are derived. */
  current(): Promise<string>;
}

/** What became of one request to a receiver. */
export type SendOutcome =
  | { kind: 'answered'; status: number; retryAfter?: string | undefined }
  /** `private_address`: the host's name leads where a webhook may not go. */
  | { kind: 'unanswered'; cause: 'timeout' | 'private_address' | 'not_reached' };

export interface WebhookClient {
  /** Never throws. Follows no redirect, and reads no body. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<SendOutcome>;
}

export interface WebhookPorts {
  webhooks: WebhookStore;
  webhookQueue: WebhookQueue;
  webhookKey: WebhookKey;
  webhookClient: WebhookClient;
}
