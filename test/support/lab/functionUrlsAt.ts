import { type ServerFunction, serverFunctions } from '../../../shared/api/serverFunctions.ts';

/** All functions at one origin. */
export function functionUrlsAt(origin: string): Record<ServerFunction, string> {
  return Object.fromEntries(serverFunctions.map((name) => [name, origin])) as Record<ServerFunction, string>;
}
