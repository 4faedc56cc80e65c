import { createContext } from 'preact';

/** The moment at which the lab stopped, epoch milliseconds: nothing moves on the phones until it is back. */
export const FrozenAt = createContext<number | undefined>(undefined);
