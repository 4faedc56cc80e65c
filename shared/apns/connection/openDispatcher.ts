import { createSecureContext } from 'node:tls';
import type { Clock } from '../../platform/ports.ts';
import type { Credential } from '../rules/credential.ts';
import { ConnectionToken } from './connectionToken.ts';
import { Dispatcher } from './dispatcher.ts';
import { ProviderTokens } from './providerToken.ts';
import { type TransportName, transports, usualTransport } from './transports.ts';

export interface Host {
  /** `https://host:port`. */
  origin: string;
  /** PEM of the CA that the host's certificate chains to; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** `usualTransport` if absent. */
  transport?: TransportName | undefined;
}

/**
 * A dispatcher that authenticates to the host with the credential.
 * @param onConnectFailed called for each failed attempt to connect.
 * @throws Error if the key is unusable, or does not belong to the certificate.
 */
export function openDispatcher(
  { transport = usualTransport, ...host }: Host,
  credential: Credential,
  clock: Pick<Clock, 'nowMs'>,
  onConnectFailed?: () => void,
): Dispatcher {
  const loadTransport = transports[transport];
  if (credential.kind === 'certificate') {
    // Otherwise each connection would detect it again.
    createSecureContext({ cert: credential.certificatePem, key: credential.privateKeyPem });
    return new Dispatcher({ ...host, loadTransport, certificate: credential, clock, onConnectFailed });
  }
  const tokens = new ProviderTokens(credential);
  const openProof = () => new ConnectionToken(tokens, clock);
  return new Dispatcher({ ...host, loadTransport, openProof, clock, onConnectFailed });
}
