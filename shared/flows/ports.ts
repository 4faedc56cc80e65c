/** What the flows need of the world. AWS, APNs and clocks stand behind these; tests put others in their place. */
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import type { Call } from '../rules/call.ts';
import type { ApnsEnvironment, Device, DeviceToken, Presence, TokenKind } from '../rules/device.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import type { Registration } from '../rules/registration.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  waitMs(milliseconds: number): Promise<void>;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Flat and plain, so that no request, token or text can slip into a log line as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface PushRequest {
  appId: string;
  environment: ApnsEnvironment;
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds: without an answer by then the outcome is `unanswered`. */
  deadlineMs: number;
}

export interface PushPort {
  /** Never throws for what Apple or the network do: those are outcomes. */
  push(request: PushRequest): Promise<ApnsOutcome>;
}

export interface DeviceStore {
  list(userId: string): Promise<Device[]>;
  find(userId: string, deviceId: string): Promise<Device | undefined>;
  /**
   * Stores the device and makes it the only holder of its tokens, in one step.
   * @param now ISO 8601, UTC.
   * @returns the device as stored, or `other_app` when the ID names the caller's device of another app.
   */
  register(registration: Registration, now: string): Promise<Device | 'other_app'>;
  /** @returns false when there is no such device. */
  remove(userId: string, deviceId: string): Promise<boolean>;
  /** @returns false when there is no such device; a token that is already gone is no error. */
  removeToken(userId: string, deviceId: string, kind: TokenKind): Promise<boolean>;
  /** @returns the device, or undefined when there is none. */
  setPresence(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined>;
  /** Changes a token's state, if the device still holds it as registered when it was sent to. */
  markToken(device: Device, kind: TokenKind, sent: DeviceToken, mark: TokenMark): Promise<void>;
  /** Forgets a token, if the device still holds it as registered when it was sent to. */
  dropToken(device: Device, kind: TokenKind, sent: DeviceToken): Promise<void>;
}

/** What an answer of APNs says about a token. */
export type TokenMark = { state: 'proven'; environment: ApnsEnvironment } | { state: 'quarantined' };

export interface Profile {
  nickname?: string | undefined;
}

export interface ProfileStore {
  find(userId: string): Promise<Profile>;
  replace(userId: string, profile: Profile): Promise<void>;
}

export interface BadgeStore {
  /** @returns the user's counter for this app, one higher than before. */
  increment(userId: string, appId: string): Promise<number>;
  set(userId: string, appId: string, value: number): Promise<void>;
}

export interface TimelineEvent {
  /** ISO 8601, UTC. */
  at: string;
  event: string;
  deviceId?: string | undefined;
  kind?: TokenKind | undefined;
  reason?: string | undefined;
}

/** What is kept of a message: who and what became of it. Its text is not. */
export interface MessageRecord {
  messageId: string;
  from: string;
  to: string[];
  /** ISO 8601, UTC. */
  createdAt: string;
  targets: TargetOutcome[];
  timeline: TimelineEvent[];
}

export interface MessageStore {
  put(record: MessageRecord): Promise<void>;
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** Replaces the outcome of one target and adds to the timeline. */
  recordOutcome(messageId: string, outcome: TargetOutcome, event: TimelineEvent): Promise<void>;
}

/** A call as it is kept: the state machine's part, and what became of its pushes. */
export interface CallRecord {
  call: Call;
  hasVideo: boolean;
  targets: TargetOutcome[];
}

export interface CallStore {
  /** @returns false when a call with this ID exists: nothing is written then. */
  create(record: CallRecord): Promise<boolean>;
  find(callId: string): Promise<CallRecord | undefined>;
  /** Writes the state if nobody has changed it since it was read. @returns false when somebody has. */
  replaceState(call: Call, readVersion: number): Promise<boolean>;
  recordTargets(callId: string, targets: readonly TargetOutcome[]): Promise<void>;
}

/** A push of a message that is tried again later. It names the device, not its token: by then that may be another. */
export interface RetryTask {
  messageId: string;
  userId: string;
  deviceId: string;
  kind: TokenKind;
  headers: ApnsHeaders;
  payload: object;
  /** At least 1. */
  attemptsMade: number;
}

export interface RetryQueue {
  /** @param delaySeconds 0 to 900. */
  enqueue(tasks: readonly { task: RetryTask; delaySeconds: number }[]): Promise<void>;
}

export interface Ports {
  clock: Clock;
  /** A lower-case UUID. */
  newId(): string;
  /** 0 ≤ random < 1. */
  random(): number;
  log: Log;
  devices: DeviceStore;
  profiles: ProfileStore;
  badges: BadgeStore;
  messages: MessageStore;
  calls: CallStore;
  apns: PushPort;
  retries: RetryQueue;
}
