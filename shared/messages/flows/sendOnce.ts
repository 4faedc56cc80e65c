import type { Refusal } from '../../platform/refusal.ts';
import type { MessagePorts } from '../ports.ts';
import { isToMany } from '../rules/record.ts';
import { summaryOf } from '../rules/summary.ts';
import type { MessageInput } from './prepareMessage.ts';
import { type SendMessagePorts, type SendMessageResult, sendMessage } from './sendMessage.ts';

export interface SendOnceInput extends MessageInput {
  messageId: string;
  /** An earlier request with the same Idempotency-Key died: it may have sent the message already. */
  takesOver: boolean;
}

/**
 * Sends a message, unless the request takes over from one that has sent it: its phones must not be notified a second
 * time. A message whose recipients are queued is queued again, because the worker knows what it has done.
 */
export async function sendOnce(
  ports: SendMessagePorts,
  { takesOver, ...input }: SendOnceInput,
): Promise<SendMessageResult | Refusal> {
  const sent = takesOver ? await findSent(ports, input.messageId) : undefined;
  return sent ?? sendMessage(ports, input);
}

async function findSent(
  { messages }: Pick<MessagePorts, 'messages'>,
  messageId: string,
): Promise<SendMessageResult | undefined> {
  const record = await messages.find(messageId);
  if (record === undefined || isToMany(record)) return undefined;
  const { targets, isCoarse } = record;
  return { messageId, targets, summary: summaryOf({ record, chunks: [] }), isCoarse };
}
