import type { Clock, PushPort, PushRequest } from '../flows/ports.ts';
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import type { ApnsEnvironment } from '../rules/device.ts';
import { Apns2Client } from './apns2Client.ts';
import { type Credential, chooseCredential } from './credential.ts';
import { Dispatcher } from './dispatcher.ts';
import { ProviderTokens } from './providerToken.ts';

/** Apple: "Sending notification requests to APNs". */
export const appleOrigins: Readonly<Record<ApnsEnvironment, string>> = {
  production: 'https://api.push.apple.com',
  development: 'https://api.sandbox.push.apple.com',
};

export interface PusherOptions {
  clock: Clock;
  /** The credentials of an app; empty when it has none. */
  credentialsOf(appId: string): Promise<readonly Credential[]>;
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM of the CA that the hosts' certificates chain to; without it, the CAs that Node trusts. */
  ca?: string | undefined;
}

/** Pushes each request with the credential that serves it, over one warm client per credential and environment. */
export class Pusher implements PushPort {
  readonly #options: PusherOptions;
  readonly #clients: Readonly<Record<ApnsEnvironment, Map<string, Apns2Client>>> = {
    production: new Map(),
    development: new Map(),
  };

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  async push({ appId, environment, deviceToken, headers, payload, deadlineMs }: PushRequest): Promise<ApnsOutcome> {
    const credentials = await this.#options.credentialsOf(appId);
    const nowMs = this.#options.clock.nowMs();
    const credential = chooseCredential(credentials, environment, headers['apns-topic'], nowMs);
    if (credential === undefined) return { kind: 'no_credential', apnsId: headers['apns-id'] };
    return this.#clientFor(credential, environment).send({ deviceToken, headers, payload, deadlineMs });
  }

  close(): void {
    for (const clients of Object.values(this.#clients)) {
      for (const client of clients.values()) client.close();
      clients.clear();
    }
  }

  /** Kept by what the credential holds, so that a replaced one gets connections of its own. */
  #clientFor(credential: Credential, environment: ApnsEnvironment): Apns2Client {
    const clients = this.#clients[environment];
    const known = clients.get(credential.privateKeyPem);
    if (known !== undefined) return known;
    const client = new Apns2Client(this.#dispatcherFor(credential, environment));
    clients.set(credential.privateKeyPem, client);
    return client;
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
