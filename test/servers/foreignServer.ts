/** What the trials need of a server that is not ours. */
import type { TrialRequest } from './requests.ts';
import type { TrialOptions } from './trial.ts';

export interface ServerCertificate {
  caPem: string;
  certificatePem: string;
  privateKeyPem: string;
}

export interface ForeignServer {
  name: string;
  /** The command that says its version; absent when it comes with Node. */
  versionCommand?: readonly [program: string, ...parameters: string[]];
  /** The Debian package that it comes in; absent when it comes with Node. */
  debianPackage?: string;
  /** @param folder an empty one for its files. */
  start(folder: string, certificate: ServerCertificate): Promise<RunningServer>;
}

export interface RunningServer {
  /** `https://127.0.0.1:<port>` */
  origin: string;
  /** How many streams it allows on one connection at most. */
  streamLimit: number;
  /** How many connections it makes its client open at least, because it says goodbye to those before. */
  leastConnections(requests: number): number;
  request(number: number): TrialRequest;
  /** What happens to the server during a second trial: there, a connection may end before its answers have come. */
  disturbance: NonNullable<TrialOptions['disturbance']>;
  /** Stops the server. @returns how often it has served each request, by ID; undefined when it keeps no log. */
  stop(): Promise<ReadonlyMap<string, number> | undefined>;
}
