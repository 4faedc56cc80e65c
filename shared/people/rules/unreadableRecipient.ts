import type { Recipient } from './recipient.ts';

/** One user's data, in whatever state, must not keep a message from the others. */
export function unreadable(userId: string, fault: unknown): Recipient {
  return { userId, devices: [], fault };
}

/** @throws the fault of the first: then nobody can be reached, and the caller may try again. */
export function unlessAllFail(recipients: Recipient[]): Recipient[] {
  const [first] = recipients;
  if (first?.fault !== undefined && recipients.every(({ fault }) => fault !== undefined)) throw first.fault;
  return recipients;
}
