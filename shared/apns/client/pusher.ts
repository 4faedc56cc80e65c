import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { Clock, Log } from '../../platform/ports.ts';
import { openDispatcher } from '../connection/openDispatcher.ts';
import type { Recovery, Transport } from '../connection/transport.ts';
import { type TransportName, transports, usualTransport } from '../connection/transports.ts';
import type { HostPush, PushPort } from '../ports.ts';
import type { Credential } from '../rules/credential.ts';
import { type CredentialGap, chooseCredentials } from '../rules/credentialChoice.ts';
import { type ApnsAnswer, type ApnsFailure, answerOf } from '../rules/outcome.ts';
import type { PushType } from '../rules/pushTypes.ts';
import { beforeDeadline } from './beforeDeadline.ts';
import type { CredentialSource } from './credentialSource.ts';
import { type AcceptedPush, DeviceRequest } from './devicePush.ts';

/** Apple: "Sending notification requests to APNs". */
export const appleOrigins: Readonly<Record<ApnsEnvironment, string>> = {
  production: 'https://api.push.apple.com',
  development: 'https://api.sandbox.push.apple.com',
};

export interface PusherOptions {
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
  credentials: CredentialSource;
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM of the CA that the hosts' certificates chain to; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** Implementation of its connections; `usualTransport` if absent. */
  transport?: TransportName | undefined;
}

/** How long a credential that APNs has rejected is tried last, so that another one may take over. */
const rejectionKeptMs = 60_000;
/** How often the credential of one push may be replaced; more is a fault. */
const maxReplacements = 3;
/** How long a choice of credentials is remembered; APNs rejects a certificate that expires in the meantime. */
const choiceKeptMs = 1000;

/** The connections of one credential to one host. */
interface Channel {
  transport: Transport;
  credentialId: string;
  /** Owner of its credential: a team key covers several apps. */
  appIds: Set<string>;
  /** By topic: a certificate or a key may be valid for one and not for another. */
  rejectedUntilMs: Map<string, number>;
}

/** The only channel that serves such pushes. */
interface OnlyChannel extends Recovery<AcceptedPush> {
  channel: Channel;
  credentials: readonly Credential[];
  environment: ApnsEnvironment;
  topic: string;
  pushType: PushType;
  untilMs: number;
}

/**
 * Pushes each request with the credential that covers it, over one warm connection per credential and environment. If
 * APNs rejects the credential and another one fits, or the stored one has been replaced, that one takes over in the
 * same push: a team rotates its credentials without a gap (docs/decisions/0018).
 */
export class Pusher implements PushPort {
  readonly #options: PusherOptions;
  /** By the credential's contents, so that a replaced one gets its own connections. */
  readonly #channels: Readonly<Record<ApnsEnvironment, Map<string, Channel>>> = {
    production: new Map(),
    development: new Map(),
  };
  /** The same, without looking at its contents. */
  readonly #channelsByCredential: Readonly<Record<ApnsEnvironment, WeakMap<Credential, Channel>>> = {
    production: new WeakMap(),
    development: new WeakMap(),
  };
  readonly #unusable = new WeakSet<Credential>();
  /**
   * The last push's channel, if it was the only candidate. Consecutive pushes are usually alike, and skipping the
   * choice is cheapest.
   */
  #only: OnlyChannel | undefined;

  constructor(options: PusherOptions) {
    this.#options = options;
    // While credentials are fetched. The dispatcher does the same, and handles a failure.
    void transports[options.transport ?? usualTransport]().catch(() => {});
    options.credentials.onReplaced((appId, credentials) => this.#leaveReplaced(appId, credentials));
  }

  push(push: HostPush): Promise<ApnsAnswer> {
    const request = new DeviceRequest(push);
    const known = this.#options.credentials.credentialsOf(push.appId);
    return known instanceof Promise ? this.#pushOnceKnown(known, request) : this.#pushWith(known, request);
  }

  close(): void {
    for (const channels of Object.values(this.#channels)) {
      for (const { transport } of channels.values()) transport.close();
      channels.clear();
    }
  }

  async #pushOnceKnown(fetching: Promise<readonly Credential[]>, push: DeviceRequest): Promise<ApnsAnswer> {
    const credentials = await beforeDeadline(fetching, push.deadlineMs, this.#options.clock);
    return credentials === undefined ? unavailable(push) : this.#pushWith(credentials, push);
  }

  #pushWith(credentials: readonly Credential[], push: DeviceRequest): Promise<ApnsAnswer> {
    const only = this.#onlyChannelFor(push, credentials);
    if (only === undefined) return this.#pushWithAny(credentials, push);
    // Almost every push is accepted here: nothing is made for another try before it is needed.
    return only.channel.transport.request(push, only);
  }

  #onlyChannelFor(
    { environment, headers }: DeviceRequest,
    credentials: readonly Credential[],
  ): OnlyChannel | undefined {
    const only = this.#only;
    const isSame =
      only !== undefined &&
      only.credentials === credentials &&
      only.environment === environment &&
      only.topic === headers['apns-topic'] &&
      only.pushType === headers['apns-push-type'] &&
      only.untilMs > this.#options.clock.nowMs();
    return isSame ? only : undefined;
  }

  /** @param tried the only channel for these credentials, and its result. */
  async #pushWithAny(
    credentials: readonly Credential[],
    push: DeviceRequest,
    tried?: { channel: Channel; answer: ApnsAnswer },
  ): Promise<ApnsAnswer> {
    const refused = new Set<Channel>();
    let used = credentials;
    if (tried?.answer.verdict.next === 'alarm') {
      refused.add(tried.channel);
      this.#noteRejection(tried.channel, push, tried.answer);
    }
    let answer = tried?.answer ?? (await this.#sendWith(used, push, refused));
    for (let replacements = 0; !isAccepted(answer) && replacements < maxReplacements; replacements += 1) {
      const stored = await this.#storedAfter(answer, used, push);
      if (stored === used) break;
      used = stored;
      // Nothing that has not been refused before: then the last answer stays.
      answer = await this.#sendWith(used, push, refused, answer);
    }
    return answer;
  }

  /** Credentials for another try after the push failed; the same if there are none. */
  async #storedAfter(
    { outcome, verdict }: ApnsAnswer,
    used: readonly Credential[],
    { appId, deadlineMs }: DeviceRequest,
  ): Promise<readonly Credential[]> {
    const { clock, credentials } = this.#options;
    const isUnavailable = outcome.kind === 'unanswered' && outcome.cause === 'credentials_unavailable';
    if (isUnavailable || verdict.next === 'alarm') {
      return (await beforeDeadline(credentials.credentialsAfterRejection(appId, used), deadlineMs, clock)) ?? used;
    }
    if (outcome.kind !== 'unanswered' || outcome.sent !== 'no') return used;
    // A connection that was left because its credential was replaced may have handed it back.
    const known = credentials.credentialsOf(appId);
    return known instanceof Promise ? ((await beforeDeadline(known, deadlineMs, clock)) ?? used) : known;
  }

  /** @param soFar the answer if all candidates have been rejected before. */
  async #sendWith(
    credentials: readonly Credential[],
    push: DeviceRequest,
    refused: Set<Channel>,
    soFar?: ApnsAnswer,
  ): Promise<ApnsAnswer> {
    const { channels, gap } = this.#channelsFor(push, credentials);
    if (gap !== undefined) return answerOf({ kind: 'no_credential', apnsId: push.id, gap });
    let answer = soFar;
    for (const channel of channels) {
      if (refused.has(channel)) continue;
      answer = await channel.transport.request<AcceptedPush>(push);
      if (answer.verdict.next !== 'alarm') return answer;
      refused.add(channel);
      this.#noteRejection(channel, push, answer);
    }
    return answer ?? unavailable(push);
  }

  /** Logged even when another credential takes over, so that nobody first hears of it from the daily check. */
  #noteRejection(channel: Channel, { appId, environment, headers }: DeviceRequest, { outcome }: ApnsAnswer): void {
    const { credentialId, rejectedUntilMs } = channel;
    const topic = headers['apns-topic'];
    const reason = outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
    this.#options.log.warn('credential rejected', { appId, credentialId, environment, topic, reason });
    rejectedUntilMs.set(topic, this.#options.clock.nowMs() + rejectionKeptMs);
  }

  /** Best first; recently rejected ones come last, unusable ones are left out. */
  #channelsFor(
    { appId, environment, headers }: DeviceRequest,
    credentials: readonly Credential[],
  ): { channels: Channel[]; gap?: CredentialGap } {
    const nowMs = this.#options.clock.nowMs();
    const { 'apns-topic': topic, 'apns-push-type': pushType } = headers;
    const choice = chooseCredentials(credentials, { environment, topic, pushType }, nowMs);
    if (choice.serving === undefined) return { channels: [], gap: choice.gap };
    const channels = choice.serving
      .map((credential) => this.#channelOf(credential, appId, environment))
      .filter((channel) => channel !== undefined);
    if (channels.length === 1 && channels[0]) {
      const untilMs = nowMs + choiceKeptMs;
      const channel = channels[0];
      const recover = (answer: ApnsAnswer<ApnsFailure>, push: DeviceRequest) =>
        this.#pushWithAny(credentials, push, { channel, answer });
      this.#only = { channel, recover, credentials, environment, topic, pushType, untilMs };
      return { channels };
    }
    const isRejected = ({ rejectedUntilMs }: Channel) => (rejectedUntilMs.get(topic) ?? 0) > nowMs;
    return { channels: [...channels.filter((channel) => !isRejected(channel)), ...channels.filter(isRejected)] };
  }

  /** @returns undefined if the credential is unusable: its key is broken, or does not belong to its certificate. */
  #channelOf(credential: Credential, appId: string, environment: ApnsEnvironment): Channel | undefined {
    const known = this.#channelsByCredential[environment].get(credential);
    if (known !== undefined || this.#unusable.has(credential)) return known;
    const key = contentsOf(credential);
    try {
      const channel = this.#channels[environment].get(key) ?? this.#openChannel(credential, environment);
      channel.appIds.add(appId);
      this.#channels[environment].set(key, channel);
      this.#channelsByCredential[environment].set(credential, channel);
      return channel;
    } catch (error) {
      const { name, message } = error as Error;
      const { credentialId } = credential;
      this.#options.log.error('cannot use credential', { appId, credentialId, error: name, detail: message });
      this.#unusable.add(credential);
      return undefined;
    }
  }

  #openChannel(credential: Credential, environment: ApnsEnvironment): Channel {
    const { clock, origins, ca, transport, credentials } = this.#options;
    const appIds = new Set<string>();
    // It may have been replaced while nobody was connected, and the old one revoked.
    const askForNewer = async () => {
      for (const appId of appIds) {
        await credentials.credentialsAfterRejection(appId, await credentials.credentialsOf(appId));
      }
    };
    // The source logs its own failures.
    const onConnectFailed = credential.kind === 'certificate' ? () => void askForNewer().catch(() => {}) : undefined;
    const host = { origin: origins[environment], ca, transport };
    return {
      transport: openDispatcher(host, credential, clock, onConnectFailed),
      credentialId: credential.credentialId,
      appIds,
      rejectedUntilMs: new Map(),
    };
  }

  /** Their connections finish running requests and hand back waiting ones, which then go with the new credentials. */
  #leaveReplaced(appId: string, credentials: readonly Credential[]): void {
    const stored = new Set(credentials.map(contentsOf));
    for (const channels of Object.values(this.#channels)) {
      for (const [key, { appIds, transport }] of channels) {
        if (stored.has(key) || !appIds.delete(appId) || appIds.size > 0) continue;
        channels.delete(key);
        transport.close();
      }
    }
  }
}

/** Everything in which connections differ. Two certificates may have one key. */
function contentsOf(credential: Credential): string {
  const { kind, privateKeyPem } = credential;
  if (kind === 'certificate') return credential.certificatePem + privateKeyPem;
  return `${credential.teamId} ${credential.keyId} ${privateKeyPem}`;
}

function isAccepted({ outcome }: ApnsAnswer): boolean {
  return outcome.kind === 'accepted';
}

function unavailable({ id }: DeviceRequest): ApnsAnswer {
  return answerOf({ kind: 'unanswered', sent: 'no', cause: 'credentials_unavailable', apnsId: id });
}
