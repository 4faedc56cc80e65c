import { messageView, summaryOf } from '../../shared/api/messageView.ts';
import type { messageOperations } from '../../shared/api/schemas/messages.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { answerOnce, type OncePorts } from '../../shared/flows/answerOnce.ts';
import { type ExplainPorts, explainMessage } from '../../shared/flows/explainMessage.ts';
import type { MessageInput } from '../../shared/flows/prepareMessage.ts';
import { type RecallPorts, recallMessage } from '../../shared/flows/recallMessage.ts';
import { isRefusal, refuse } from '../../shared/flows/refusal.ts';
import { type SendMessagePorts, type SendMessageResult, sendMessage } from '../../shared/flows/sendMessage.ts';

export type MessagePorts = SendMessagePorts & ExplainPorts & RecallPorts & OncePorts;

interface SendOptions {
  /** Whose Idempotency-Key it is. */
  caller: string;
  query: { explain: boolean };
  headers: { 'idempotency-key'?: string | undefined };
}

/** What the messages function answers, whatever stands behind its ports. */
export function messageEndpoints(ports: MessagePorts): Endpoints<typeof messageOperations> {
  async function send(input: MessageInput, { caller, query, headers }: SendOptions) {
    if (query.explain) {
      const explanation = await explainMessage(ports, input);
      return isRefusal(explanation) ? explanation : ({ status: 200, body: explanation } as const);
    }
    const request = { scope: [caller, 'messages'], key: headers['idempotency-key'], body: input };
    return answerOnce(ports, request, async (messageId, takesOver) => {
      const result =
        (takesOver && (await sentBefore(messageId))) || (await sendMessage(ports, { ...input, messageId }));
      return isRefusal(result) ? result : sendAnswer(result);
    });
  }

  /** What went through the queue is put there again instead: the worker knows what it has done. */
  async function sentBefore(messageId: string): Promise<SendMessageResult | undefined> {
    const record = await ports.messages.find(messageId);
    if (record === undefined || record.expansions !== undefined) return undefined;
    return { messageId, targets: record.targets, summary: summaryOf({ record, chunks: [] }) };
  }

  async function read(messageId: string, userId: string) {
    const report = await ports.messages.report(messageId);
    return report?.record.from === userId
      ? ({ status: 200, body: messageView(report) } as const)
      : refuse('unknown_message', `You have sent no message ${messageId}.`);
  }

  async function recall(input: Parameters<typeof recallMessage>[1]) {
    const result = await recallMessage(ports, input);
    return isRefusal(result) ? result : ({ status: 200, body: result } as const);
  }

  return {
    'POST /v1/messages': ({ userId, body, ...options }) =>
      send({ ...body, from: userId }, { ...options, caller: `user ${userId}` }),
    'POST /v1/server/messages': ({ body, ...options }) =>
      send({ ...body, isFromServer: true }, { ...options, caller: 'server' }),
    'GET /v1/messages/{messageId}': ({ userId, path: { messageId } }) => read(messageId, userId),
    'POST /v1/messages/{messageId}/recall': ({ userId, path: { messageId }, body: { mode } }) =>
      recall({ from: userId, messageId, mode }),
  };
}

function sendAnswer(body: SendMessageResult) {
  return { status: body.summary.retrying > 0 ? 202 : 200, body } as const;
}
