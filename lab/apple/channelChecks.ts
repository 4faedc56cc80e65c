/**
 * Requests about broadcast channels that APNs rejects, and the reasons. Source: Apple, "Sending channel management
 * requests to APNs", "Sending broadcast push notification requests to APNs". Where Apple does not document the reason
 * for a fault, the one that fits best; a test should not depend on which of two faults is reported.
 */
import type { Channel, Channels, StoragePolicy } from './channels.ts';
import type { ConnectionAuth } from './connectionAuth.ts';
import { checkProviderToken, type TokenCheckContext } from './providerTokenCheck.ts';
import { kindOfTopic, topicFor } from './pushTypes.ts';
import type { ChannelReason } from './reasons.ts';
import { type ApnsRequest, isDictionary, isUuid } from './request.ts';

export interface ChannelContext extends TokenCheckContext {
  channels: Channels;
  /** Whether the app's broadcast capability is on in the developer account. */
  isBroadcastOn(bundleId: string): boolean;
}

export interface ChannelEndpoint {
  kind: 'channels' | 'all-channels' | 'broadcasts';
  bundleId: string;
}

const managementPath = /^\/1\/apps\/([A-Za-z0-9.-]+)\/(channels|all-channels)$/;
const broadcastPath = /^\/4\/broadcasts\/apps\/([A-Za-z0-9.-]+)$/;

/** @returns undefined if there is no such endpoint. */
export function endpointOf(path: string): ChannelEndpoint | undefined {
  const [, managedApp, kind] = managementPath.exec(path) ?? [];
  if (managedApp !== undefined) return { kind: kind === 'channels' ? kind : 'all-channels', bundleId: managedApp };
  const bundleId = broadcastPath.exec(path)?.[1];
  return bundleId === undefined ? undefined : { kind: 'broadcasts', bundleId };
}

const methods: Readonly<Record<ChannelEndpoint['kind'], readonly string[]>> = {
  channels: ['POST', 'GET', 'DELETE'],
  'all-channels': ['GET'],
  broadcasts: ['POST'],
};

/** Rules for every request about channels. */
export function checkChannelRequest(
  request: ApnsRequest,
  { kind, bundleId }: ChannelEndpoint,
  connection: ConnectionAuth,
  context: ChannelContext,
): { reason?: ChannelReason | undefined; connection: ConnectionAuth } {
  const refuse = (reason: ChannelReason) => ({ reason, connection });
  const ids = [request.headers['apns-request-id'], request.headers['apns-id']];
  if (request.repeatedHeaders.length > 0) return refuse('BadRequestParams');
  if (ids.some((id) => id !== undefined && !isUuid(id))) return refuse('BadMessageId');
  if (!methods[kind].includes(request.method)) return refuse('MethodNotAllowed');
  // The header has the app's bundle ID, not one of its topics.
  if (kindOfTopic(bundleId) !== 'alert') return refuse('TopicDisallowed');
  const authorization = checkAuthorization(request, bundleId, connection, context);
  if (authorization.reason) return authorization;
  if (!context.isBroadcastOn(bundleId)) return { ...authorization, reason: 'FeatureNotEnabled' };
  return authorization;
}

function checkAuthorization(
  { headers }: ApnsRequest,
  bundleId: string,
  connection: ConnectionAuth,
  context: ChannelContext,
): { reason?: ChannelReason | undefined; connection: ConnectionAuth } {
  const { certificate } = connection;
  if (certificate) {
    return certificate.topics.includes(bundleId) ? { connection } : { reason: 'TopicMismatch', connection };
  }
  const result = checkProviderToken(headers['authorization'], topicFor(bundleId, 'liveactivity'), connection, context);
  return result.reason === 'TopicDisallowed' ? { ...result, reason: 'TopicMismatch' } : result;
}

/** @returns the storage policy of the channel to create, or the reason against it. */
export function checkCreation({ payload, bodyBytes }: ApnsRequest): StoragePolicy | ChannelReason {
  if (bodyBytes === 0) return 'PayloadEmpty';
  if (!isDictionary(payload)) return 'BadRequestPayload';
  const { 'push-type': pushType, 'message-storage-policy': policy } = payload;
  if (pushType === undefined) return 'MissingPushType';
  if (pushType !== 'LiveActivity') return 'InvalidPushType';
  return policy === 0 || policy === 1 ? policy : 'MissingChannelQueueSize';
}

/** The channel that the request names, or why there is none. */
export function namedChannel(
  { headers }: ApnsRequest,
  bundleId: string,
  { channels }: ChannelContext,
): Channel | ChannelReason {
  const channelId = headers['apns-channel-id'];
  if (!channelId) return 'MissingChannelId';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(channelId) || channelId.length % 4 !== 0) return 'BadChannelId';
  return channels.find(bundleId, channelId) ?? 'ChannelNotRegistered';
}

const maximumBroadcastBytes = 5120;

/** @returns why the broadcast is rejected. */
export function checkBroadcast(request: ApnsRequest, { storagePolicy }: Channel): ChannelReason | undefined {
  const { headers, payload, bodyBytes } = request;
  const expiration = headers['apns-expiration'];
  const pushType = headers['apns-push-type'];
  if (headers['apns-topic'] !== undefined) return 'BadRequestParams';
  if (pushType === undefined) return 'MissingPushType';
  // Apple spells it both ways.
  if (pushType !== 'liveactivity' && pushType !== 'Liveactivity') return 'InvalidPushType';
  if (expiration === undefined || !/^\d+$/.test(expiration)) return 'BadExpirationDate';
  if (storagePolicy === 0 && Number(expiration) !== 0) return 'BadExpirationDate';
  if (!['10', '5', '1'].includes(headers['apns-priority'] ?? '')) return 'BadPriority';
  if (bodyBytes === 0) return 'PayloadEmpty';
  if (bodyBytes > maximumBroadcastBytes) return 'PayloadTooLarge';
  return isDictionary(payload) && eventOf(payload) !== 'start' ? undefined : 'BadRequestPayload';
}

/** A broadcast updates or ends Live Activities; only a push to a device starts one. */
function eventOf({ aps }: Record<string, unknown>): unknown {
  return isDictionary(aps) ? aps['event'] : undefined;
}
