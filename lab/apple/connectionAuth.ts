/** What APNs knows about providers: their keys, their certificates, and what a connection is bound to. Types only. */
import type { KeyObject } from 'node:crypto';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';

/** A token key (p8) as Apple knows it: its public half and its purpose. */
export interface RegisteredTokenKey {
  keyId: string;
  teamId: string;
  publicKey: KeyObject;
  environments: readonly ApnsEnvironment[];
  /** `any`: every topic of the team. */
  topics: 'any' | readonly string[];
}

/** What the provider tokens of a connection have bound it to. */
export interface ProviderTokenBinding {
  key: RegisteredTokenKey;
  token: string;
  issuedAtMs: number;
  /** When the connection first sent this very token. */
  firstUsedAtMs: number;
}

/** What a client certificate allows to be pushed. */
export interface CertificateScope {
  topics: readonly string[];
  environments: readonly ApnsEnvironment[];
  /** Identifies the certificate, to check whether it was revoked since the connection began. */
  fingerprint256?: string | undefined;
}

/** What APNs remembers about a connection. A value: each request may lead to the next one. */
export interface ConnectionAuth {
  /** Only on connections with a client certificate, which do not use provider tokens. */
  readonly certificate?: CertificateScope | undefined;
  /** The provider token that the connection uses now, once one was accepted. */
  readonly binding?: ProviderTokenBinding | undefined;
  /** APNs has answered ExpiredProviderToken: it repeats this for everything that follows on this connection. */
  readonly wedged?: boolean | undefined;
}
