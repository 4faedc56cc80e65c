import { answer } from '../../shared/api/answer.ts';
import { answerEach } from '../../shared/api/answerEach.ts';
import { messageView } from '../../shared/api/messageView.ts';
import { messageAsServer, type messageOperations } from '../../shared/api/schemas/messages.ts';
import { silenceView } from '../../shared/api/silenceView.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { coarseMessageView, coarseOutcomes, seesAll } from '../../shared/api/userViews.ts';
import { validate } from '../../shared/api/validate.ts';
import { type ExplainPorts, explainMessage } from '../../shared/messages/flows/explainMessage.ts';
import type { MessageInput } from '../../shared/messages/flows/prepareMessage.ts';
import {
  type RecallInput,
  type RecallPorts,
  type RecallResult,
  recallMessage,
  unknownMessage,
} from '../../shared/messages/flows/recallMessage.ts';
import type { SendMessagePorts } from '../../shared/messages/flows/sendMessage.ts';
import { sendOnce } from '../../shared/messages/flows/sendOnce.ts';
import type { MessagePorts as MessageStores } from '../../shared/messages/ports.ts';
import { rulesOfUser, type UserRulesPorts } from '../../shared/people/flows/userRules.ts';
import type { UserRules } from '../../shared/people/rules/userRules.ts';
import { answerOnce, type OncePorts } from '../../shared/platform/flows/answerOnce.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import type { WorkLog } from '../../shared/platform/ports.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';
import { isSettled } from '../../shared/push/rules/targetOutcome.ts';

export type MessagePorts = SendMessagePorts &
  ExplainPorts &
  RecallPorts &
  OncePorts &
  Pick<MessageStores, 'facts'> &
  UserRulesPorts & { log: WorkLog };

interface SendOptions {
  /** The caller and the route that the Idempotency-Key belongs to. */
  keyScope: readonly string[];
  query: { explain: boolean };
  headers: { 'idempotency-key'?: string | undefined };
  rules?: UserRules | undefined;
}

/** Endpoints of the messages function, whatever is behind its ports. */
export function messageEndpoints(ports: MessagePorts): Endpoints<typeof messageOperations> {
  /** @param rules of the user who sends; absent if a server sends. */
  async function send(body: MessageInput, { keyScope, query, headers, rules }: SendOptions) {
    const input = { ...body, rules };
    if (query.explain) {
      return answer(200, await explainMessage(ports, input));
    }
    const request = { scope: keyScope, key: headers['idempotency-key'], body };
    // The full answer is stored with the key, so that a repetition shows what the settings of that moment allow.
    const once = await answerOnce(ports, request, async (messageId, takesOver) => {
      const result = await sendOnce(ports, { ...input, messageId, takesOver, hasKey: request.key !== undefined });
      return answer(isRefusal(result) || isSettled(result.summary) ? 200 : 202, result);
    });
    if (isRefusal(once)) return once;
    const { isCoarse, ...full } = once.body;
    return { ...once, body: rules === undefined || seesAll(rules, isCoarse) ? full : coarseOutcomes(full) };
  }

  async function read(messageId: string, userId: string) {
    const [rules, report] = await Promise.all([rulesOfUser(ports, userId), ports.messages.report(messageId)]);
    if (report?.record.from !== userId) return unknownMessage(ports, messageId, userId);
    const view = seesAll(rules, report.record.isCoarse) ? messageView : coarseMessageView;
    return answer(200, view(report));
  }

  /** @param userId a recipient on whom is decided again. */
  async function readAsServer(messageId: string, userId: string | undefined) {
    const report = await ports.messages.report(messageId);
    if (report === undefined) return unknownMessage(ports, messageId, undefined);
    // Apps never ask for it: a cold start need not read it.
    const { explainSilence } = await import('../../shared/messages/flows/explainSilence.ts');
    const { replayMessage } = await import('../../shared/messages/flows/replayMessage.ts');
    const [silent, replay] = await Promise.all([
      explainSilence(ports, report),
      userId === undefined ? undefined : replayMessage(ports, report, userId),
    ]);
    return answer(200, { ...messageView(report), silence: silenceView(silent), replay });
  }

  async function recall(from: string, input: RecallInput) {
    const [rules, result] = await Promise.all([
      rulesOfUser(ports, from),
      recallMessage(ports, { ...input, sentBy: from }),
    ]);
    return answer(200, result, (recalled) => {
      const full = recallView(recalled);
      return seesAll(rules, recalled.isCoarse) ? full : coarseOutcomes(full);
    });
  }

  async function recallAsServer(input: RecallInput) {
    return answer(200, await recallMessage(ports, input), recallView);
  }

  return {
    'POST /v1/messages': async ({ userId, body, ...options }) =>
      send(
        { ...body, from: userId },
        { ...options, keyScope: [`user ${userId}`, 'messages'], rules: await rulesOfUser(ports, userId) },
      ),
    'POST /v1/server/messages': ({ body, ...options }) =>
      send({ ...body, isFromServer: true }, { ...options, keyScope: ['server', 'messages'] }),
    'POST /v1/server/messages/batch': async ({ body: { messages }, requestId, ...options }) => {
      const results = await answerEach({ ...ports, requestId }, messages, (message, index) => {
        const body = validate('body', messageAsServer, message);
        // A key for each place in the batch: a repeated batch sends what the first one did not.
        const keyScope = ['server', 'messages/batch', String(index)];
        return send({ ...body, isFromServer: true }, { ...options, keyScope });
      });
      return { status: 200, body: { results } };
    },
    'GET /v1/messages/{messageId}': ({ userId, path: { messageId } }) => read(messageId, userId),
    'POST /v1/messages/{messageId}/recall': ({ userId, path: { messageId }, body: { mode } }) =>
      recall(userId, { messageId, mode }),
    'GET /v1/server/messages/{messageId}': ({ path: { messageId }, query: { userId } }) =>
      readAsServer(messageId, userId),
    'POST /v1/server/messages/{messageId}/recall': ({ path: { messageId }, body: { mode } }) =>
      recallAsServer({ messageId, mode }),
  };
}

function recallView({ messageId, recalledAtMs, targets, summary }: RecallResult) {
  return { messageId, recalledAt: isoTime(recalledAtMs), targets, summary };
}
