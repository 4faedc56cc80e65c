/**
 * APNs' answer to one push or one request about broadcast channels, and its consequences. The table below is the only
 * place that knows Apple's reasons. Sources: Apple, "Handling notification responses from APNs" and "Handling error
 * responses from Apple Push Notification service"; spellings observed in the field are marked. The table compiles only
 * while it has a verdict for each of Apple's reasons that apns2 names.
 */
import type { Error as Apns2Error } from 'apns2';
import type { CredentialGap } from './credentialChoice.ts';

export type ApnsOutcome =
  /** Apple has it, which does not mean "delivered". */
  { kind: 'accepted'; status: 200; apnsId: string; uniqueId?: string | undefined } | ApnsFailure;

/** `apnsId` of a request about channels is its `apns-request-id`. */
export type ApnsFailure =
  /**
   * Apple rejected it. `status` is absent if the reason came with a GOAWAY, `reason` if the answer had none, and
   * `timestampMs` unless Apple sent one.
   */
  | {
      kind: 'rejected';
      apnsId: string;
      status?: number | undefined;
      reason?: string | undefined;
      timestampMs?: number | undefined;
    }
  /** No answer. `sent: 'no'` is certain (the stream was refused or never opened), `maybe` is not. */
  | { kind: 'unanswered'; apnsId: string; sent: 'no' | 'maybe'; cause: UnansweredCause }
  /** No stored credential covers this app, environment and push type: nothing was sent. */
  | { kind: 'no_credential'; apnsId: string; gap: CredentialGap };

/**
 * `deadline`: no answer in time. `connect_failed`: no connection in time. `connection_lost`: it ended before the
 * answer. `stream_reset`: APNs reset this one push. `goaway`: connections were closed before they took it.
 * `credentials_unavailable`: the stored credentials could not be read or used, so nothing was sent.
 */
export type UnansweredCause =
  | 'deadline'
  | 'connect_failed'
  | 'connection_lost'
  | 'stream_reset'
  | 'goaway'
  | 'credentials_unavailable';

/** What to do after an answer. */
export type NextStep =
  /** Nothing more: Apple has it. */
  | 'done'
  /** The token is dead: forget it, unless it was registered again after Apple's timestamp. */
  | 'drop_token'
  /** The token is unknown to this host: try the other one if the environment is not proven. */
  | 'other_environment'
  /** The request is wrong: sending it again cannot help, and the token is not to blame. */
  | 'fix'
  /** The credential is wrong: a person has to act, and the token is not to blame. */
  | 'alarm'
  /** Send again later, with the same apns-id. */
  | 'retry_later';

export interface Verdict {
  /** After the immediate resends. */
  next: NextStep;
  /** The connection that gave this answer must not be used again. */
  closeConnection: boolean;
  /** How often the push is sent again at once, over another connection, before `next`. */
  resends: number;
}

/** An outcome with its consequences. {@link answerOf} makes it, so that each outcome is judged once. */
export interface ApnsAnswer<Outcome extends { kind: 'accepted' } | ApnsFailure = ApnsOutcome> {
  outcome: Outcome;
  verdict: Verdict;
}

const verdict = (next: NextStep, closeConnection = false): Verdict => ({ next, closeConnection, resends: 0 });
const resent = (resends: number, next: NextStep): Verdict => ({ next, closeConnection: true, resends });

/** apns2's words without those that APNs never sends: they name apns2's own events and faults. */
type Apns2Reason = Exclude<Apns2Error, 'Error' | 'InvalidSigningKey' | 'UnknownError'>;

const verdicts = {
  BadCollapseId: verdict('fix'),
  BadDeviceToken: verdict('other_environment'),
  BadExpirationDate: verdict('fix'),
  BadMessageId: verdict('fix'),
  BadPriority: verdict('fix'),
  BadTopic: verdict('fix'),
  DeviceTokenNotForTopic: verdict('fix'),
  DuplicateHeaders: verdict('fix'),
  IdleTimeout: resent(3, 'retry_later'),
  InvalidPushType: verdict('fix'),
  MissingDeviceToken: verdict('fix'),
  MissingTopic: verdict('fix'),
  PayloadEmpty: verdict('fix'),
  TopicDisallowed: verdict('alarm'),
  BadCertificate: verdict('alarm', true),
  BadCertificateEnvironment: verdict('alarm', true),
  // The connection stays wedged even with a new provider token, so it is replaced. If that does not help, the local
  // clock is wrong.
  ExpiredProviderToken: resent(1, 'alarm'),
  Forbidden: verdict('alarm'),
  InvalidProviderToken: verdict('alarm', true),
  MissingProviderToken: verdict('fix'),
  // The connection was bound to another key by its first push.
  UnrelatedKeyIdInToken: resent(1, 'alarm'),
  // Apple documents the first spelling and sends the second.
  BadEnvironmentKeyIdInToken: verdict('alarm'),
  BadEnvironmentKeyInToken: verdict('alarm'),
  BadPath: verdict('fix'),
  MethodNotAllowed: verdict('fix'),
  ExpiredToken: verdict('drop_token'),
  Unregistered: verdict('drop_token'),
  PayloadTooLarge: verdict('fix'),
  TooManyProviderTokenUpdates: verdict('retry_later', true),
  TooManyRequests: verdict('retry_later'),
  InternalServerError: verdict('retry_later', true),
  ServiceUnavailable: verdict('retry_later'),
  // Printed this way on Apple's page about channels.
  'Service Unavailable': verdict('retry_later'),
  Shutdown: resent(3, 'retry_later'),
  // From here on: only for requests about broadcast channels.
  BadChannelId: verdict('fix'),
  BadRequestParams: verdict('fix'),
  BadRequestPayload: verdict('fix'),
  // The app has reached its limit of channels.
  CannotCreateChannelConfig: verdict('alarm'),
  ChannelNotRegistered: verdict('fix'),
  // Broadcasts are not turned on for the app in the developer account.
  FeatureNotEnabled: verdict('alarm'),
  MissingChannelId: verdict('fix'),
  // Undocumented: the storage policy is missing or invalid.
  MissingChannelQueueSize: verdict('fix'),
  MissingPushType: verdict('fix'),
  TopicMismatch: verdict('alarm'),
} satisfies Record<Apns2Reason, Verdict> & Record<string, Verdict>;

/** A map, because APNs may answer any text, such as `constructor`. */
const verdictsByReason: ReadonlyMap<string, Verdict> = new Map(Object.entries(verdicts));

const done = verdict('done');
const alarm = verdict('alarm');
const retryLater = verdict('retry_later');

/** Judges an outcome. Reasons that Apple adds in future are judged by their status. */
export function answerOf<Outcome extends { kind: 'accepted' } | ApnsFailure>(outcome: Outcome): ApnsAnswer<Outcome> {
  return { outcome, verdict: judge(outcome) };
}

function judge(outcome: { kind: 'accepted' } | ApnsFailure): Verdict {
  switch (outcome.kind) {
    case 'accepted':
      return done;
    case 'no_credential':
      return alarm;
    case 'unanswered':
      return retryLater;
    case 'rejected':
      return verdictsByReason.get(outcome.reason ?? '') ?? verdictByStatus(outcome.status);
  }
}

function verdictByStatus(status: number | undefined): Verdict {
  if (status === undefined) return verdict('retry_later', true);
  if (status === 403) return verdict('alarm');
  if (status === 410) return verdict('drop_token');
  if (status === 429) return verdict('retry_later');
  if (status >= 500) return verdict('retry_later', true);
  return verdict('fix');
}

/** APNs rejects the token itself: it does not know it, knows it for another topic, or reports it dead. */
export function rejectsToken({ outcome, verdict: { next } }: ApnsAnswer): boolean {
  if (outcome.kind !== 'rejected') return false;
  return next === 'other_environment' || next === 'drop_token' || outcome.reason === 'DeviceTokenNotForTopic';
}

/** Every reason that the table knows, for tests and documents. */
export const knownReasons: readonly string[] = Object.keys(verdicts);
