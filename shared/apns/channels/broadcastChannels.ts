/**
 * Broadcast channels of Live Activities: one push reaches every follower of a channel. Sources: Apple, "Sending channel
 * management requests to APNs", "Sending broadcast push notification requests to APNs".
 */
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { Clock, Log } from '../../platform/ports.ts';
import type { CredentialSource } from '../client/credentialSource.ts';
import type { Dispatcher } from '../connection/dispatcher.ts';
import { openDispatcher } from '../connection/openDispatcher.ts';
import type { TransportRequest } from '../connection/transport.ts';
import type { TransportName } from '../connection/transports.ts';
import type { ChannelPort } from '../ports.ts';
import type { AcceptedRequest, Broadcast, ChannelRequest } from '../rules/channelRequest.ts';
import type { Credential } from '../rules/credential.ts';
import { type CredentialGap, chooseCredentials } from '../rules/credentialChoice.ts';
import type { ApnsFailure } from '../rules/outcome.ts';
import { topicOf } from '../rules/pushTypes.ts';
import { channelAnswers } from './channelAnswers.ts';

type Origins = Readonly<Record<ApnsEnvironment, string>>;

export interface BroadcastChannelsOptions {
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
  credentials: Pick<CredentialSource, 'credentialsOf'>;
  channelOrigins: Origins;
  publishOrigins: Origins;
  /** PEM of the CA that the hosts' certificates chain to; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** Implementation of the connections; `usualTransport` if absent. */
  transport?: TransportName | undefined;
}

/** Sends requests about channels to APNs. Every result is an outcome; an accepted one has the requested data. */
export class BroadcastChannels implements ChannelPort {
  readonly #options: BroadcastChannelsOptions;
  /** By origin and key. */
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(options: BroadcastChannelsOptions) {
    this.#options = options;
  }

  /**
   * @param storagePolicy 0: nothing is stored, and Apple allows more broadcasts. 1: the newest one is stored, for
   *   phones that cannot be reached. It cannot be changed.
   * @returns its `channelId`. Without an answer, the channel may exist: use `list`.
   */
  create(request: ChannelRequest, storagePolicy: 0 | 1) {
    const body = JSON.stringify({ 'message-storage-policy': storagePolicy, 'push-type': 'LiveActivity' });
    return this.#manage(request, { method: 'POST', what: 'channels', body, accept: channelAnswers.created });
  }

  /** @returns its `storagePolicy`. */
  read(request: ChannelRequest, channelId: string) {
    return this.#manage(request, { method: 'GET', what: 'channels', channelId, accept: channelAnswers.read });
  }

  /** For good: its followers hear no more of it. */
  delete(request: ChannelRequest, channelId: string) {
    return this.#manage(request, { method: 'DELETE', what: 'channels', channelId, accept: channelAnswers.deleted });
  }

  /** @returns the `channelIds` of the app in the environment. */
  list(request: ChannelRequest) {
    return this.#manage(request, { method: 'GET', what: 'all-channels', accept: channelAnswers.listed });
  }

  publish(request: ChannelRequest, { channelId, priority, expiration, payload }: Broadcast) {
    const { appId, environment } = request;
    return this.#ask(request, this.#options.publishOrigins[environment], {
      method: 'POST',
      path: `/4/broadcasts/apps/${appId}`,
      headers: {
        'apns-request-id': request.requestId,
        'apns-channel-id': channelId,
        'apns-push-type': 'liveactivity',
        'apns-priority': String(priority),
        'apns-expiration': String(expiration),
      },
      body: JSON.stringify(payload),
      accept: channelAnswers.published,
    });
  }

  close(): void {
    for (const dispatcher of this.#dispatchers.values()) dispatcher.close();
    this.#dispatchers.clear();
  }

  #manage<Accepted extends AcceptedRequest>(
    request: ChannelRequest,
    { what, channelId, body = '', ...rest }: ManagementRequest<Accepted>,
  ): Promise<Accepted | ApnsFailure> {
    const headers = {
      'apns-request-id': request.requestId,
      ...(channelId !== undefined && { 'apns-channel-id': channelId }),
    };
    const path = `/1/apps/${request.appId}/${what}`;
    return this.#ask(request, this.#options.channelOrigins[request.environment], { ...rest, path, headers, body });
  }

  /** As for pushes: if APNs rejects a credential and another one fits, that one takes over. */
  async #ask<Accepted extends AcceptedRequest>(
    { appId, environment, requestId, deadlineMs }: ChannelRequest,
    origin: string,
    request: Pick<TransportRequest<Accepted>, 'method' | 'path' | 'headers' | 'body' | 'accept'>,
  ): Promise<Accepted | ApnsFailure> {
    const { clock, log, credentials } = this.#options;
    let dispatchers: Dispatcher[];
    let gap: CredentialGap;
    try {
      const choice = channelCredentials(await credentials.credentialsOf(appId), appId, environment, clock.nowMs());
      dispatchers = choice.serving.map((credential) => this.#dispatcher(origin, credential));
      gap = choice.gap;
    } catch (error) {
      const { name, message } = error as Error;
      log.error('cannot use credentials', { appId, error: name, detail: message });
      return { kind: 'unanswered', sent: 'no', cause: 'credentials_unavailable', apnsId: requestId };
    }
    let outcome: Accepted | ApnsFailure = { kind: 'no_credential', apnsId: requestId, gap };
    for (const dispatcher of dispatchers) {
      const answer = await dispatcher.request({ ...request, id: requestId, deadlineMs });
      outcome = answer.outcome;
      if (answer.verdict.next !== 'alarm') break;
    }
    return outcome;
  }

  #dispatcher(origin: string, credential: Credential): Dispatcher {
    const key = `${origin} ${credential.privateKeyPem}`;
    const known = this.#dispatchers.get(key);
    if (known !== undefined) return known;
    const { ca, transport, clock } = this.#options;
    const dispatcher = openDispatcher({ origin, ca, transport }, credential, clock);
    this.#dispatchers.set(key, dispatcher);
    return dispatcher;
  }
}

interface ManagementRequest<Accepted extends AcceptedRequest>
  extends Pick<TransportRequest<Accepted>, 'method' | 'accept'> {
  what: 'channels' | 'all-channels';
  channelId?: string;
  body?: string;
}

/**
 * A limited key must list the topic of Live Activities. A certificate must be the app's: it lists no such topic.
 * @returns best first; `gap` says why there is none.
 */
function channelCredentials(
  credentials: readonly Credential[],
  appId: string,
  environment: ApnsEnvironment,
  nowMs: number,
): { serving: Credential[]; gap: CredentialGap } {
  const choose = (kind: Credential['kind'], pushType: 'liveactivity' | 'alert') =>
    chooseCredentials(
      credentials.filter((credential) => credential.kind === kind),
      { environment, topic: topicOf(appId, pushType), pushType },
      nowMs,
    );
  const keys = choose('token', 'liveactivity');
  const certificates = choose('certificate', 'alert');
  return {
    serving: [...(certificates.serving ?? []), ...(keys.serving ?? [])],
    gap: (keys.gap === 'none_stored' ? certificates.gap : keys.gap) ?? 'none_stored',
  };
}
