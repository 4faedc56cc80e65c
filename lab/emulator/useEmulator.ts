import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Emulator } from './startEmulator.ts';

/** From now on this process and its children use the emulator as AWS and the fake Apple as Apple. */
export function useEmulator({ environment, apple }: Pick<Emulator, 'environment' | 'apple'>): void {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
  Object.assign(process.env, environment);
  setDefaultCACertificates([...getCACertificates('default'), apple.caPem]);
}
