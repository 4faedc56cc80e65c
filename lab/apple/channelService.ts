/** Answers of one APNs host to requests about broadcast channels, and their effects. */
import { randomUUID } from 'node:crypto';
import { type Answer, answeredId, idHeader, refusal } from './answer.ts';
import {
  type ChannelContext,
  type ChannelEndpoint,
  checkBroadcast,
  checkChannelRequest,
  checkCreation,
  endpointOf,
  namedChannel,
} from './channelChecks.ts';
import type { Channel } from './channels.ts';
import type { ConnectionAuth } from './connectionAuth.ts';
import { type ChannelReason, statusOfChannelRefusal } from './reasons.ts';
import { type ApnsRequest, headersWithoutAuthorization } from './request.ts';

/** Answer of an endpoint once the request has passed the checks of all endpoints. */
type Result = Omit<Answer, 'headers'> & { headers?: Answer['headers'] | undefined };
type Operation = (
  request: ApnsRequest,
  endpoint: ChannelEndpoint,
  context: ChannelContext,
  requestId: string,
) => Result | ChannelReason;

const channelOperations: Readonly<Record<string, Operation>> = {
  POST: create,
  GET: (request, { bundleId }, context) =>
    onNamedChannel(request, bundleId, context, ({ storagePolicy }) => ({
      status: 200,
      body: { 'message-storage-policy': storagePolicy, 'push-type': 'LiveActivity' },
    })),
  DELETE: (request, { bundleId }, context) =>
    onNamedChannel(request, bundleId, context, (channel) => {
      context.channels.remove(channel);
      return { status: 204 };
    }),
};

export function answerChannelRequest(
  request: ApnsRequest,
  connection: ConnectionAuth,
  context: ChannelContext,
): { answer: Answer; connection: ConnectionAuth } {
  const headers = idHeader(request);
  const refuse = (reason: ChannelReason): Answer =>
    refusal(headers, { status: statusOfChannelRefusal(reason), reason });
  const endpoint = endpointOf(request.path);
  if (endpoint === undefined) return { answer: refuse('BadPath'), connection };
  const checked = checkChannelRequest(request, endpoint, connection, context);
  if (checked.reason) return { answer: refuse(checked.reason), connection: checked.connection };
  const result = operationOf(request, endpoint)(request, endpoint, context, answeredId(headers));
  const answer =
    typeof result === 'string' ? refuse(result) : { ...result, headers: { ...headers, ...result.headers } };
  return { answer, connection: checked.connection };
}

function operationOf({ method }: ApnsRequest, { kind }: ChannelEndpoint): Operation {
  if (kind === 'broadcasts') return publish;
  if (kind === 'all-channels') return list;
  return channelOperations[method] ?? (() => 'MethodNotAllowed');
}

function create(
  request: ApnsRequest,
  { bundleId }: ChannelEndpoint,
  { channels }: ChannelContext,
): Result | ChannelReason {
  const policy = checkCreation(request);
  if (typeof policy === 'string') return policy;
  const channel = channels.create(bundleId, policy);
  if (channel === undefined) return 'CannotCreateChannelConfig';
  return { status: 201, headers: { 'apns-channel-id': channel.channelId } };
}

function list(_request: ApnsRequest, { bundleId }: ChannelEndpoint, { channels }: ChannelContext): Result {
  return { status: 200, body: { channels: channels.list(bundleId).map(({ channelId }) => channelId) } };
}

function publish(
  request: ApnsRequest,
  { bundleId }: ChannelEndpoint,
  context: ChannelContext,
  requestId: string,
): Result | ChannelReason {
  return onNamedChannel(request, bundleId, context, (channel) => {
    const reason = checkBroadcast(request, channel);
    if (reason !== undefined) return reason;
    const headers = headersWithoutAuthorization(request);
    // The checks made sure that it is a dictionary.
    const payload = request.payload as Record<string, unknown>;
    context.channels.publish(
      channel,
      { apnsId: requestId, headers, payload },
      Number(headers['apns-expiration']) * 1000,
    );
    return { status: 200, headers: { 'apns-unique-id': randomUUID() } };
  });
}

function onNamedChannel(
  request: ApnsRequest,
  bundleId: string,
  context: ChannelContext,
  act: (channel: Channel) => Result | ChannelReason,
): Result | ChannelReason {
  const channel = namedChannel(request, bundleId, context);
  return typeof channel === 'string' ? channel : act(channel);
}
