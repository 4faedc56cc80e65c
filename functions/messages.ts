import { messageOperations } from '../shared/api/schemas/messages.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { optionalVariable } from '../shared/environment.ts';
import { isRefusal, refuse } from '../shared/flows/refusal.ts';
import { type SendMessageInput, sendMessage } from '../shared/flows/sendMessage.ts';

const log = openLog('messages', optionalVariable('RINGPOST_LOG_LEVEL'));
const ports = openPushPorts(log);

type MessageBody = Omit<SendMessageInput, 'from' | 'to'> & { to: { userId: string } | { userIds: string[] } };

async function send(from: string, { to, ...content }: MessageBody) {
  const recipients = 'userId' in to ? [to.userId] : to.userIds;
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
