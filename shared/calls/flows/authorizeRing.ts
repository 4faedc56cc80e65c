import type { PlatformPorts } from '../../platform/ports.ts';
import type { CallPorts } from '../ports.ts';
import { ringChannelOf } from '../rules/ringChannel.ts';
import { readTicket } from '../rules/ringTicket.ts';

/** What a phone asks of the ring channel. */
export interface RingChannelRequest {
  operation: 'connect' | 'subscribe' | 'publish';
  /** With `subscribe`. */
  channel?: string | undefined;
  ticket: string;
}

/** How long AppSync may keep an answer: a ticket is asked about twice, within a second. */
const keptSeconds = 300;

/**
 * A ticket opens its own channel, while it is valid. Nobody publishes with one.
 *
 * @returns for how long that holds, in seconds; undefined: it may not.
 */
export async function authorizeRing(
  { clock, ticketKeys }: Pick<PlatformPorts, 'clock'> & Pick<CallPorts, 'ticketKeys'>,
  { operation, channel, ticket: text }: RingChannelRequest,
): Promise<number | undefined> {
  if (operation === 'publish') return undefined;
  const nowMs = clock.nowMs();
  let ticket = readTicket(await ticketKeys.verifying(), text, nowMs);
  if (ticket === 'unknown_key') ticket = readTicket(await ticketKeys.refresh(), text, nowMs);
  if (typeof ticket === 'string') return undefined;
  if (operation === 'subscribe' && channel !== ringChannelOf(ticket)) return undefined;
  return Math.min(keptSeconds, Math.floor((ticket.validUntilMs - nowMs) / 1000));
}
