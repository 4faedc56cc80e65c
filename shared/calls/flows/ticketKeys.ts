import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { CallPorts } from '../ports.ts';
import type { TicketKey } from '../rules/ticketSeal.ts';

/** A push without a ticket is better than none. */
export async function ticketKeyOrNone({
  ticketKeys,
  log,
}: Pick<PlatformPorts, 'log'> & Pick<CallPorts, 'ticketKeys'>): Promise<TicketKey | undefined> {
  try {
    return await ticketKeys.signing();
  } catch (error) {
    log.error('no tickets: cannot read their key', errorFields(error));
    return undefined;
  }
}

/** Reads a ticket with the known keys, and if its key is not among them, with newer and older ones. */
export async function readWithKeys<T>(
  { ticketKeys }: Pick<CallPorts, 'ticketKeys'>,
  read: (keys: readonly TicketKey[]) => T | 'unknown_key',
): Promise<T | 'unknown_key'> {
  const reading = read(await ticketKeys.verifying());
  return reading === 'unknown_key' ? read(await ticketKeys.refresh()) : reading;
}
