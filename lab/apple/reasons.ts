/**
 * Every reason for which APNs rejects a push to a device, with its HTTP status. Source: Apple, "Handling notification
 * responses from APNs".
 */
export const statusOfReason = {
  BadCollapseId: 400,
  BadDeviceToken: 400,
  BadExpirationDate: 400,
  BadMessageId: 400,
  BadPriority: 400,
  BadTopic: 400,
  DeviceTokenNotForTopic: 400,
  DuplicateHeaders: 400,
  IdleTimeout: 400,
  InvalidPushType: 400,
  MissingDeviceToken: 400,
  MissingTopic: 400,
  PayloadEmpty: 400,
  TopicDisallowed: 400,
  BadCertificate: 403,
  BadCertificateEnvironment: 403,
  // Apple documents the first spelling and sends the second.
  BadEnvironmentKeyIdInToken: 403,
  BadEnvironmentKeyInToken: 403,
  ExpiredProviderToken: 403,
  Forbidden: 403,
  InvalidProviderToken: 403,
  MissingProviderToken: 403,
  UnrelatedKeyIdInToken: 403,
  BadPath: 404,
  MethodNotAllowed: 405,
  Unregistered: 410,
  ExpiredToken: 410,
  PayloadTooLarge: 413,
  TooManyRequests: 429,
  TooManyProviderTokenUpdates: 429,
  InternalServerError: 500,
  ServiceUnavailable: 503,
  Shutdown: 503,
} as const satisfies Record<string, number>;

export type Reason = keyof typeof statusOfReason;

/**
 * Reasons only for requests about broadcast channels. Source: Apple, "Handling error responses from Apple Push
 * Notification service", for channels and broadcasts.
 */
const statusOfChannelReason = {
  FeatureNotEnabled: 400,
  MissingChannelId: 400,
  BadChannelId: 400,
  ChannelNotRegistered: 400,
  BadRequestParams: 400,
  BadRequestPayload: 400,
  MissingPushType: 400,
  CannotCreateChannelConfig: 400,
  // Undocumented; observed if the storage policy is missing or invalid.
  MissingChannelQueueSize: 400,
  TopicMismatch: 403,
} as const satisfies Record<string, number>;

/** Any reason for a request about channels: many are also those of pushes to devices. */
export type ChannelReason = Reason | keyof typeof statusOfChannelReason;

const statusOfAnyReason: Readonly<Record<ChannelReason, number>> = { ...statusOfReason, ...statusOfChannelReason };

export function statusOfChannelRefusal(reason: ChannelReason): number {
  return statusOfAnyReason[reason];
}

/** Status for a reason, or undefined if Apple does not document the reason. */
export function documentedStatus(reason: string): number | undefined {
  return Object.hasOwn(statusOfAnyReason, reason) ? statusOfAnyReason[reason as ChannelReason] : undefined;
}
