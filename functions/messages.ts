import { messageOperations } from '../shared/api/schemas/messages.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { sqsRetryQueue } from '../shared/aws/retryQueue.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { isRefusal, refuse } from '../shared/flows/refusal.ts';
import { type SendMessageInput, sendMessage } from '../shared/flows/sendMessage.ts';
import { badgeStore } from '../shared/store/badges.ts';
import { messageStore } from '../shared/store/messages.ts';
import { profileStore } from '../shared/store/profiles.ts';
import { openTable } from '../shared/store/table.ts';

const log = openLog('messages', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  profiles: profileStore(table),
  badges: badgeStore(table),
  messages: messageStore(table, system.clock),
  retries: sqsRetryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
};

type MessageBody = Omit<SendMessageInput, 'from' | 'to'> & {
  to: { userId?: string | undefined; userIds?: string[] | undefined };
};

async function send(from: string, { to, ...content }: MessageBody) {
  const recipients = to.userIds ?? (to.userId === undefined ? [] : [to.userId]);
  const result = await sendMessage(ports, { from, to: recipients, ...content });
  if (isRefusal(result)) return result;
  const status = result.summary.retrying > 0 ? 202 : 200;
  return { status, body: result } as const;
}

export const handler = apiHandler(
  messageOperations,
  {
    'POST /v1/messages': ({ userId, body }) => send(userId, body),
    'POST /v1/server/messages': ({ body: { from, ...message } }) => send(from, message),

    'GET /v1/messages/{messageId}': async ({ userId, path: { messageId } }) => {
      const message = await ports.messages.find(messageId);
      return message?.from === userId
        ? { status: 200, body: message }
        : refuse('unknown_message', `You have sent no message ${messageId}.`);
    },
  },
  log,
);
