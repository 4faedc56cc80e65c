/** What APNs knows of those who push: their keys, their certificates, and what a connection is bound to. Types only. */
import type { KeyObject } from 'node:crypto';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';

/** A token key (p8) as Apple knows it: the public half and what the key is for. */
export interface RegisteredTokenKey {
  keyId: string;
  teamId: string;
  publicKey: KeyObject;
  environments: readonly ApnsEnvironment[];
  /** `any`: every topic of the team. */
  topics: 'any' | readonly string[];
}

/** What a connection has been bound to by the provider tokens that it sent. */
export interface ProviderTokenBinding {
  key: RegisteredTokenKey;
  token: string;
  issuedAtMs: number;
  /** When the connection first sent this very token. */
  firstUsedAtMs: number;
}

/** What a client certificate says about the pushes it may send. */
export interface CertificateScope {
  topics: readonly string[];
  environments: readonly ApnsEnvironment[];
  /** By which it is known whether it was revoked since the connection began. */
  fingerprint256?: string | undefined;
}

/** What APNs remembers of a connection. A value: each request may lead to the next one. */
export interface ConnectionAuth {
  /** Only of connections with a client certificate, which make no use of provider tokens. */
  readonly certificate?: CertificateScope | undefined;
  /** The provider token that the connection uses now, once one was accepted. */
  readonly binding?: ProviderTokenBinding | undefined;
  /** APNs has said ExpiredProviderToken: it says so to everything that follows on this connection. */
  readonly wedged?: boolean | undefined;
}
