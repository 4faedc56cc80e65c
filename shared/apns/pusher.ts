import type { Clock, Log, PushPort, PushRequest } from '../flows/ports.ts';
import { type ApnsOutcome, judge } from '../rules/apnsOutcome.ts';
import type { ApnsEnvironment } from '../rules/device.ts';
import { Apns2Client } from './apns2Client.ts';
import { type Credential, servingCredentials } from './credential.ts';
import { Dispatcher } from './dispatcher.ts';
import { ProviderTokens } from './providerToken.ts';

/** Apple: "Sending notification requests to APNs". */
export const appleOrigins: Readonly<Record<ApnsEnvironment, string>> = {
  production: 'https://api.push.apple.com',
  development: 'https://api.sandbox.push.apple.com',
};

export interface PusherOptions {
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
  /** The credentials of an app; empty when it has none. */
  credentialsOf(appId: string): Promise<readonly Credential[]>;
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM of the CA that the hosts' certificates chain to; without it, the CAs that Node trusts. */
  ca?: string | undefined;
}

/** A credential that APNs has refused is tried last for so long, so that another one may take over. */
const refusalKeptMs = 60_000;

interface Channel {
  client: Apns2Client;
  /** By topic: a certificate or a key may be good for one and not for another. */
  refusedUntilMs: Map<string, number>;
}

/**
 * Pushes each request with the credential that serves it, over one warm client per credential and environment. Where
 * APNs refuses the credential and another one serves, that one takes over: a team rotates its key without a gap.
 */
export class Pusher implements PushPort {
  readonly #options: PusherOptions;
  readonly #channels: Readonly<Record<ApnsEnvironment, Map<string, Channel>>> = {
    production: new Map(),
    development: new Map(),
  };

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  async push(request: PushRequest): Promise<ApnsOutcome> {
    const { appId, headers } = request;
    const apnsId = headers['apns-id'];
    let channels: Channel[];
    try {
      channels = this.#channelsFor(request, await this.#options.credentialsOf(appId));
    } catch (error) {
      const { name, message } = error as Error;
      this.#options.log.error('credentials cannot be used', { appId, error: name, detail: message });
      return { kind: 'unanswered', sent: 'no', cause: 'credentials_unavailable', apnsId };
    }
    // Nobody could take over, and so nothing has to be kept until the outcome is known.
    if (channels.length === 1 && channels[0]) return channels[0].client.send(request);
    let outcome: ApnsOutcome = { kind: 'no_credential', apnsId };
    for (const { client, refusedUntilMs } of channels) {
      outcome = await client.send(request);
      if (judge(outcome).next !== 'alarm') break;
      refusedUntilMs.set(headers['apns-topic'], this.#options.clock.nowMs() + refusalKeptMs);
    }
    return outcome;
  }

  close(): void {
    for (const channels of Object.values(this.#channels)) {
      for (const { client } of channels.values()) client.close();
      channels.clear();
    }
  }

  /** Best first; those that were refused lately come last. */
  #channelsFor({ environment, headers }: PushRequest, credentials: readonly Credential[]): Channel[] {
    const nowMs = this.#options.clock.nowMs();
    const topic = headers['apns-topic'];
    const serving = servingCredentials(credentials, environment, headers, nowMs);
    const channels = serving.map((credential) => this.#channelOf(credential, environment));
    if (channels.length === 1) return channels;
    const isRefused = ({ refusedUntilMs }: Channel) => (refusedUntilMs.get(topic) ?? 0) > nowMs;
    return [...channels.filter((channel) => !isRefused(channel)), ...channels.filter(isRefused)];
  }

  /** Kept by what the credential holds, so that a replaced one gets connections of its own. */
  #channelOf(credential: Credential, environment: ApnsEnvironment): Channel {
    const channels = this.#channels[environment];
    const known = channels.get(credential.privateKeyPem);
    if (known !== undefined) return known;
    const client = new Apns2Client(this.#dispatcherFor(credential, environment));
    const channel = { client, refusedUntilMs: new Map<string, number>() };
    channels.set(credential.privateKeyPem, channel);
    return channel;
  }

  #dispatcherFor(credential: Credential, environment: ApnsEnvironment): Dispatcher {
    const { clock, origins, ca } = this.#options;
    const connection = { origin: origins[environment], ca };
    if (credential.kind === 'certificate') {
      return new Dispatcher({ ...connection, certificate: credential, authorization: () => undefined });
    }
    const tokens = new ProviderTokens(credential);
    return new Dispatcher({ ...connection, authorization: () => `bearer ${tokens.tokenAt(clock.nowMs())}` });
  }
}
