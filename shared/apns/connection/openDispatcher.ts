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
  /** `usualTransport` when absent. */
  transport?: TransportName | undefined;
}

/**
 * A dispatcher that proves itself to the host with the credential.
 * @param onConnectFailed called for each attempt to connect that has failed.
 * @throws Error when the key cannot be used, or is not that of the certificate.
 */
export function openDispatcher(
  { transport = usualTransport, ...host }: Host,
  credential: Credential,
  clock: Pick<Clock, 'nowMs'>,
  onConnectFailed?: () => void,
): Dispatcher {
  const loadTransport = transports[transport];
  if (credential.kind === 'certificate') {
    // Or it would be found out with each connection.
    createSecureContext({ cert: credential.certificatePem, key: credential.privateKeyPem });
    return new Dispatcher({ ...host, loadTransport, certificate: credential, clock, onConnectFailed });
  }
  const tokens = new ProviderTokens(credential);
  const openProof = () => new ConnectionToken(tokens, clock);
  return new Dispatcher({ ...host, loadTransport, openProof, clock, onConnectFailed });
}
