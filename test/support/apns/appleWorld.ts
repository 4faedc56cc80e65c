/** A fake Apple with one app, and a pusher that uses it: what the tests of the APNs connection stand on. */
import { randomUUID } from 'node:crypto';
import type { Apple, DeliveredPush, Installation, IssuedCertificate } from '../../../lab/apple/apple.ts';
import { type AppleOptions, startApple } from '../../../lab/apple/startApple.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import type { CredentialSource } from '../../../shared/apns/client/credentialSource.ts';
import { Pusher } from '../../../shared/apns/client/pusher.ts';
import type { TransportName } from '../../../shared/apns/connection/transports.ts';
import type { HostPush } from '../../../shared/apns/ports.ts';
import type { CertificateCredential, Credential, TokenCredential } from '../../../shared/apns/rules/credential.ts';
import type { ApnsOutcome } from '../../../shared/apns/rules/outcome.ts';
import { apnsHeaders, type PushType } from '../../../shared/apns/rules/pushTypes.ts';
import type { ApnsEnvironment } from '../../../shared/devices/rules/device.ts';
import type { Log } from '../../../shared/platform/ports.ts';
import { testedTransport } from './testedTransport.ts';

export const bundleId = 'com.example.ringpost';

const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, about: () => {}, list: () => {} };

export interface Phone {
  installation: Installation;
  received: DeliveredPush[];
}

export interface PusherChanges {
  ca?: string;
  nowMs?: () => number;
  /** Both hosts, instead of the fake Apple's. */
  origin?: string;
  credentialsOf?: (appId: string) => Promise<readonly Credential[]>;
  source?: CredentialSource;
  log?: Log;
  /** The one under test when absent. */
  transport?: TransportName;
}

/** A pusher that gives the outcome alone. */
export interface TestPusher {
  push(push: HostPush): Promise<ApnsOutcome>;
  close(): void;
}

export interface AppleWorld {
  apple: Apple;
  tokenCredential: TokenCredential;
  certificateCredential: CertificateCredential;
  phone(environment?: ApnsEnvironment, onPush?: (push: DeliveredPush) => void): Phone;
  /** A pusher with a connection of its own; ended with the world. */
  pusher(credentials?: readonly Credential[], options?: PusherChanges): TestPusher;
  stop(): Promise<void>;
}

export async function startAppleWorld(options: Omit<AppleOptions, 'data'> = {}): Promise<AppleWorld> {
  const apple = await startApple({ data: openDataDirectory(undefined), ...options });
  const { token, voipCertificate } = apple.credentials(bundleId);
  const environments: ApnsEnvironment[] = ['production', 'development'];
  const tokenCredential: TokenCredential = {
    kind: 'token',
    credentialId: 'key',
    ...token,
    environments,
    topics: 'any',
  };
  const certificateCredential = certificateOf(voipCertificate);
  const pushers: Pusher[] = [];
  return {
    apple,
    tokenCredential,
    certificateCredential,
    phone(environment = 'production', onPush) {
      const received: DeliveredPush[] = [];
      const phoneId = randomUUID();
      const installation = apple.install({
        bundleId,
        environment,
        phoneId,
        onPush: onPush ?? ((push) => received.push(push)),
      });
      return { installation, received };
    },
    pusher(
      credentials = [tokenCredential],
      {
        ca = apple.caPem,
        nowMs = () => Date.now(),
        origin,
        credentialsOf,
        source,
        log = silentLog,
        transport = testedTransport,
      } = {},
    ) {
      const pusher = new Pusher({
        clock: { nowMs },
        log,
        credentials: source ?? sourceOf(credentialsOf ?? (async () => credentials)),
        origins: origin === undefined ? apple.origins : { production: origin, development: origin },
        ca,
        transport,
      });
      pushers.push(pusher);
      return { push: async (push) => (await pusher.push(push)).outcome, close: () => pusher.close() };
    },
    async stop() {
      for (const pusher of pushers) pusher.close();
      await apple.stop();
    },
  };
}

/** Credentials that nobody replaces. */
export function sourceOf(credentialsOf: CredentialSource['credentialsOf']): CredentialSource {
  return { credentialsOf, credentialsAfterRejection: async (_appId, refused) => refused, onReplaced: () => {} };
}

/** A certificate of the fake Apple as Ringpost stores it. */
export function certificateOf(issued: IssuedCertificate): CertificateCredential {
  const { certificatePem, privateKeyPem, topics, environments, notAfter } = issued;
  const pems = { certificatePem, privateKeyPem };
  return { kind: 'certificate', credentialId: topics.join(), ...pems, topics, environments, notAfter };
}

/** A push that APNs accepts, to that token. */
export function pushTo(deviceToken: string, changes: Partial<HostPush> & { pushType?: PushType } = {}): HostPush {
  const { pushType = 'alert', ...rest } = changes;
  return {
    appId: bundleId,
    environment: 'production',
    deviceToken,
    headers: apnsHeaders(bundleId, pushType, randomUUID(), Date.now()),
    payload: { aps: { alert: 'hi' } },
    deadlineMs: Date.now() + 10_000,
    ...rest,
  };
}
