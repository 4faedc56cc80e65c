/**
 * The fake Apple as the rest of the lab sees it: two APNs hosts, the installations of apps that they know, and every
 * push that they answered. Types only; `startApple.ts` makes one.
 */
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { TopicKind } from './pushTypes.ts';

/** Token kinds that a phone of the lab registers. */
export type LabTokenKind = 'alert' | 'voip';

/** Token kinds that iOS creates in addition if the app asks for them: see `pushTypes.ts`. */
export type OtherTokenKind = Exclude<TopicKind, LabTokenKind>;

/** A push that APNs accepted. */
export interface AcceptedPush {
  apnsId: string;
  /** All request headers as APNs saw them, lower-case names, without pseudo headers and without `authorization`. */
  headers: Record<string, string>;
  payload: Record<string, unknown>;
}

/** A push that APNs accepted and now delivers to the phone. */
export interface DeliveredPush extends AcceptedPush {
  kind: LabTokenKind;
}

/** One app on one phone: what Apple knows about it. */
export interface Installation {
  readonly bundleId: string;
  readonly environment: ApnsEnvironment;
  /** Device tokens, lower-case hex. */
  readonly tokens: Readonly<Record<LabTokenKind, string>>;
  /**
   * Off: pushes with an expiration in the future are stored (the newest one per installation) and arrive when it is on.
   */
  setReachable(reachable: boolean): void;
  /** From now on APNs answers 410 Unregistered with this time as its timestamp. */
  uninstall(): void;
  /** From now on APNs answers 410 ExpiredToken with this time as its timestamp. */
  expireTokens(): void;
  /**
   * Creates a device token of another kind, which works with that kind's topic only.
   * @param onPush called once for each push to it that reaches the phone.
   * @param token the one that a phone comes back with; a new one if absent.
   * @returns the device token, lower-case hex.
   */
  addToken(kind: OtherTokenKind, onPush: (push: AcceptedPush) => void, token?: string): string;
}

export interface InstallRequest {
  bundleId: string;
  environment: ApnsEnvironment;
  /** Shown as `phoneId` with each push of `GET /lab/pushes`. */
  phoneId: string;
  /** With `--data`, a phone comes back with the tokens it had. */
  tokens?: Readonly<Record<LabTokenKind, string>> | undefined;
  /** Whether the person has turned the app's notifications off; never, if absent. For Apple's delivery metrics. */
  isDisabled?: (() => boolean) | undefined;
  /** Called once for each push that reaches the phone. Never for a push to an installation that is not reachable. */
  onPush(push: DeliveredPush): void;
}

/** One request that a host of the fake APNs answered, as `GET /lab/pushes` shows it: docs/fake-apns.md. */
export interface AnsweredPush {
  /** 1, 2, 3 … over both hosts, in the order of the answers. */
  n: number;
  /** ISO 8601, UTC. */
  at: string;
  host: ApnsEnvironment;
  status: number;
  reason?: string | undefined;
  apnsId: string;
  headers: Record<string, string>;
  /** The parsed payload, or the text if it was not JSON. */
  payload: unknown;
  phoneId?: string | undefined;
  /** A check of credentials (doctor, the daily watch): a push to a device token that cannot exist. */
  isProbe?: true | undefined;
  /** Only with requests about broadcast channels, whose `apnsId` is their `apns-request-id`. */
  method?: string | undefined;
  path?: string | undefined;
}

export type FaultKind = 'status' | 'delay' | 'goaway' | 'reset' | 'blackhole' | 'expiredToken' | 'lost';

/**
 * What `POST /lab/faults` accepts: docs/fake-apns.md, "Faults". A request hits the oldest fault that matches it, before
 * anything is checked. `status`, `goaway`, `reset`, `blackhole`, `expiredToken` and `lost` deliver nothing;
 * `lost` answers 200 all the same, and `delay` checks and delivers at once and only delays the answer. After `expiredToken` the whole connection answers ExpiredProviderToken.
 */
export interface Fault {
  /** Both hosts if absent. */
  host?: ApnsEnvironment | undefined;
  /**
   * Only requests that contain this text in their device token, a header's value, or the phone's ID; requests about
   * channels: in their path or a header's value.
   */
  match?: string | undefined;
  kind: FaultKind;
  /**
   * For `blackhole`: with `connection` the whole connection of the request falls silent, even to a PING, but it is not
   * closed.
   */
  scope?: 'request' | 'connection' | undefined;
  /** For `status`. If absent, the status that Apple documents for the reason, otherwise 500. */
  status?: number | undefined;
  /** For `status`: if absent, a reason that Apple documents for the status. For `goaway`: `Shutdown` if absent. */
  reason?: string | undefined;
  /** For `delay`: how much later the answer comes. */
  delayMs?: number | undefined;
  /** How many requests it hits before it is used up; if absent, all until it is cleared. */
  count?: number | undefined;
}

/** A token key (p8). */
export interface TokenKey {
  /** 10 characters, the `kid` of provider tokens. */
  keyId: string;
  /** 10 characters, the `iss` of provider tokens. */
  teamId: string;
  /** PKCS#8 PEM, EC P-256. */
  privateKeyPem: string;
}

/** What a token key is for. Apple: "Communicate with APNs using authentication tokens". */
export interface TokenKeyScope {
  /** The lab's team if absent. */
  teamId?: string | undefined;
  /** Both if absent, as for keys made before 2025. */
  environments?: ApnsEnvironment[] | undefined;
  /** `any` if absent: every topic. */
  topics?: 'any' | string[] | undefined;
}

/**
 * `voip`: VoIP Services. `universal`: Apple Push Services, sandbox and production.
 * `development`, `production`: the old certificates for one environment and one topic.
 */
export type CertificateKind = 'voip' | 'universal' | 'development' | 'production';

export interface CertificateRequest {
  kind: CertificateKind;
  bundleId: string;
  /** Password of the p12; a fixed one if absent. */
  password?: string | undefined;
  /** One year from now if absent. */
  notAfter?: Date | undefined;
}

/** A certificate as the portal and Keychain would provide it, already opened. */
export interface IssuedCertificate {
  p12: Uint8Array;
  password: string;
  certificatePem: string;
  privateKeyPem: string;
  topics: string[];
  environments: ApnsEnvironment[];
  /** ISO 8601, UTC. */
  notAfter: string;
}

/** What the lab stores in Secrets Manager so that Ringpost can push to an app: see shared/apns/rules/credential.ts. */
export interface AppleCredentials {
  /** The token key of the lab's team: for both environments and all apps. */
  token: TokenKey;
  voipCertificate: IssuedCertificate;
}

/** Exports of delivery metrics, as the CloudKit Console and Apple's own work decide on them. */
export interface MetricsAccount {
  /** Creates a data export token for an app. @param expiresAtMs at most six months from now, which is the default. */
  makeToken(bundleId: string, expiresAtMs?: number): string;
  revokeToken(token: string): void;
  /** How many times a new export is still `PROCESSING` when its status is asked for; once, unless set. */
  setProcessing(times: number): void;
  /** From now on every export ends like this; undefined: it succeeds. */
  endExports(status: 'FAILED' | 'EXPIRED' | undefined): void;
}

export interface Apple {
  /** `https://127.0.0.1:<port>` of each host. */
  readonly origins: Readonly<Record<ApnsEnvironment, string>>;
  /** `https://127.0.0.1:<port>` of the host that exports delivery metrics, in place of `api.icloud.apple.com`. */
  readonly metricsOrigin: string;
  /** Data export tokens and exports of delivery metrics. */
  readonly metricsExports: MetricsAccount;
  /** The CA of the hosts' certificates: what RINGPOST_APNS_CA_FILE holds. */
  readonly caPem: string;
  /** Creates (once per app) the credentials of an app in the lab's developer account. */
  credentials(bundleId: string): AppleCredentials;
  /** Creates one more token key, which is gone when the lab stops. */
  makeTokenKey(scope?: TokenKeyScope): TokenKey;
  /** Creates one more client certificate. */
  makeCertificate(request: CertificateRequest): IssuedCertificate;
  /** From now until the lab stops, APNs answers InvalidProviderToken to tokens that the key signs. */
  revokeTokenKey(keyId: string): void;
  /** APNs answers BadCertificate on connections with this certificate, and accepts no new ones with it. */
  revokeCertificate(certificatePem: string): void;
  install(request: InstallRequest): Installation;
  /**
   * Lets a Live Activity of the app with this device token follow a broadcast channel: broadcasts from now on reach it.
   * @returns a function that ends it.
   * @throws Error if there is no such token, or the app has no such channel in its environment.
   */
  followChannel(deviceToken: string, channelId: string, onPush: (push: AcceptedPush) => void): () => void;
  /**
   * The broadcast capability of an app in the developer account, on unless turned off. Turning it off deletes all channels
   * of the app.
   */
  setBroadcastCapability(bundleId: string, isOn: boolean): void;
  /** Answered pushes with `n` above `since`, oldest first. */
  pushes(since?: number): AnsweredPush[];
  /** @returns a function that ends the subscription. */
  onAnswered(listener: (push: AnsweredPush) => void): () => void;
  /**
   * Closes every connection with GOAWAY once its streams have ended, as APNs does before a host goes down.
   * @param reason in its debug data, such as `Shutdown`.
   */
  sendAway(reason: string): void;
  /** Makes all revoked certificates valid again, and the token key of the lab's team. */
  restoreCredentials(): void;
  /**
   * Sets Apple's clock ahead of the machine's: APNs answers ExpiredProviderToken to tokens that look more than an hour old.
   * @param milliseconds 0: the same time again.
   */
  setClockAhead(milliseconds: number): void;
  addFault(fault: Fault): void;
  /** Faults that are not used up, oldest first. `count`: how many requests each still hits. */
  activeFaults(): Fault[];
  clearFaults(): void;
  stop(): Promise<void>;
}
