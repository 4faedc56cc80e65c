import * as z from 'zod/mini';

/**
 * Fields of both kinds of recall push (shared/content/payloads/recallPush.ts). Fields may be added, so unknown ones
 * pass.
 */
const recallSchema = z.looseObject({
  ringpost: z.looseObject({ messageId: z.string(), recalled: z.literal(true) }),
});

export interface Recall {
  messageId: string;
  /** The app is woken to remove what it shows; otherwise the push itself replaces it. */
  wakesApp: boolean;
}

/** @returns undefined for every other push. */
export function readRecall(payload: Record<string, unknown>): Recall | undefined {
  const parsed = recallSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  return { messageId: parsed.data.ringpost.messageId, wakesApp: asksForApp(payload) };
}

/** `content-available` or, for alerts, `mutable-content`: iOS runs the app, or its notification service extension. */
const wakingSchema = z.looseObject({ aps: z.looseObject({ 'content-available': z.literal(1) }) });
const extensionSchema = z.looseObject({ aps: z.looseObject({ 'mutable-content': z.literal(1) }) });

export const asksForApp = (payload: Record<string, unknown>): boolean => wakingSchema.safeParse(payload).success;
export const asksForExtension = (payload: Record<string, unknown>): boolean =>
  extensionSchema.safeParse(payload).success;

const messageSchema = z.looseObject({
  ringpost: z.looseObject({
    messageId: z.string(),
    conversationId: z.optional(z.string()),
    foreground: z.optional(z.enum(['show', 'hide'])),
    receipt: z.optional(z.string()),
    badge: z.optional(z.string()),
  }),
});

/** What the app finds about a message in its push. */
export interface MessagePush {
  messageId: string;
  /** `user:<sender>` or `group:<groupId>`. */
  conversationId?: string | undefined;
  /** What the sender wants while the app is in the foreground. */
  foreground?: 'show' | 'hide' | undefined;
  /** For `POST /v1/receipts/{ticket}`. */
  receipt?: string | undefined;
  /** The app's extension adds it to the badge. */
  isCountedByPhone?: boolean | undefined;
}

/** @returns undefined for a push that is not about a message. */
export function readMessage(payload: Record<string, unknown>): MessagePush | undefined {
  const parsed = messageSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { messageId, conversationId, foreground, receipt, badge } = parsed.data.ringpost;
  return { messageId, conversationId, foreground, receipt, isCountedByPhone: badge === 'app' };
}
