import { UnreadableItem } from '../../platform/unreadableItem.ts';
import type { Recipient } from './recipient.ts';

/** One user's data, in whatever state, must not keep a message from the others. */
export function unreadable(userId: string, fault: unknown): Recipient {
  return { userId, devices: [], fault };
}

/**
 * @throws a fault of a read that may succeed later, if nobody could be read. Items that are unreadable stay so: their
 *   users alone are not reached.
 */
export function unlessAllFail(recipients: Recipient[]): Recipient[] {
  const isReached = recipients.some(({ fault }) => fault === undefined);
  const passing = recipients.find(({ fault }) => fault !== undefined && !(fault instanceof UnreadableItem));
  if (!isReached && passing !== undefined) throw passing.fault;
  return recipients;
}
