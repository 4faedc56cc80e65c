/**
 * Every answer that Apple documents for pushes ("Handling notification responses from APNs") and for requests about
 * broadcast channels: what follows from it, and what the connection does.
 */
import type { NextStep } from '../../../shared/apns/rules/outcome.ts';

export interface Row {
  status: number;
  reason: string;
  next: NextStep;
  /** How often one request is sent when APNs answers this every time. */
  requests: number;
  /** Whether the connection is left. */
  leaves: boolean;
}

const row = (status: number, reason: string, next: NextStep, leaves = false, requests = 1): Row => ({
  status,
  reason,
  next,
  requests,
  leaves,
});

/** Apple may add some one day. */
export const unknownReason = 'NewReasonOfNextYear';

export const pushRows: readonly Row[] = [
  row(400, 'BadCollapseId', 'fix'),
  row(400, 'BadDeviceToken', 'other_environment'),
  row(400, 'BadExpirationDate', 'fix'),
  row(400, 'BadMessageId', 'fix'),
  row(400, 'BadPriority', 'fix'),
  row(400, 'BadTopic', 'fix'),
  row(400, 'DeviceTokenNotForTopic', 'fix'),
  row(400, 'DuplicateHeaders', 'fix'),
  row(400, 'IdleTimeout', 'retry_later', true, 4),
  row(400, 'InvalidPushType', 'fix'),
  row(400, 'MissingDeviceToken', 'fix'),
  row(400, 'MissingTopic', 'fix'),
  row(400, 'PayloadEmpty', 'fix'),
  row(400, 'TopicDisallowed', 'alarm'),
  row(403, 'BadCertificate', 'alarm', true),
  row(403, 'BadCertificateEnvironment', 'alarm', true),
  row(403, 'ExpiredProviderToken', 'alarm', true, 2),
  row(403, 'Forbidden', 'alarm'),
  row(403, 'InvalidProviderToken', 'alarm', true),
  row(403, 'MissingProviderToken', 'fix'),
  row(403, 'UnrelatedKeyIdInToken', 'alarm', true, 2),
  row(403, 'BadEnvironmentKeyIdInToken', 'alarm'),
  row(403, 'BadEnvironmentKeyInToken', 'alarm'),
  row(404, 'BadPath', 'fix'),
  row(405, 'MethodNotAllowed', 'fix'),
  row(410, 'ExpiredToken', 'drop_token'),
  row(410, 'Unregistered', 'drop_token'),
  row(413, 'PayloadTooLarge', 'fix'),
  row(429, 'TooManyProviderTokenUpdates', 'retry_later', true),
  row(429, 'TooManyRequests', 'retry_later'),
  row(500, 'InternalServerError', 'retry_later', true),
  row(503, 'ServiceUnavailable', 'retry_later'),
  row(503, 'Shutdown', 'retry_later', true, 4),
  row(400, unknownReason, 'fix'),
  row(403, unknownReason, 'alarm'),
  row(410, unknownReason, 'drop_token'),
  row(429, unknownReason, 'retry_later'),
  row(500, unknownReason, 'retry_later', true),
];

export const channelRows: readonly Row[] = [
  row(400, 'BadChannelId', 'fix'),
  row(400, 'BadExpirationDate', 'fix'),
  row(400, 'BadMessageId', 'fix'),
  row(400, 'BadPriority', 'fix'),
  row(400, 'BadRequestParams', 'fix'),
  row(400, 'BadRequestPayload', 'fix'),
  row(400, 'CannotCreateChannelConfig', 'alarm'),
  row(400, 'ChannelNotRegistered', 'fix'),
  row(400, 'FeatureNotEnabled', 'alarm'),
  row(400, 'InvalidPushType', 'fix'),
  row(400, 'MissingChannelId', 'fix'),
  row(400, 'MissingChannelQueueSize', 'fix'),
  row(400, 'MissingPushType', 'fix'),
  row(400, 'PayloadEmpty', 'fix'),
  row(400, 'TopicDisallowed', 'alarm'),
  row(403, 'BadCertificate', 'alarm', true),
  row(403, 'BadCertificateEnvironment', 'alarm', true),
  row(403, 'ExpiredProviderToken', 'alarm', true, 2),
  row(403, 'InvalidProviderToken', 'alarm', true),
  row(403, 'MissingProviderToken', 'fix'),
  row(403, 'TopicMismatch', 'alarm'),
  row(404, 'BadPath', 'fix'),
  row(405, 'MethodNotAllowed', 'fix'),
  row(413, 'PayloadTooLarge', 'fix'),
  row(429, 'TooManyProviderTokenUpdates', 'retry_later', true),
  row(429, 'TooManyRequests', 'retry_later'),
  row(500, 'InternalServerError', 'retry_later', true),
  row(503, 'ServiceUnavailable', 'retry_later'),
  // So printed on Apple's page.
  row(503, 'Service Unavailable', 'retry_later'),
  row(503, 'Shutdown', 'retry_later', true, 4),
  row(400, unknownReason, 'fix'),
];
