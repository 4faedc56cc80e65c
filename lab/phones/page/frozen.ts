import { createContext } from 'preact';

/** When the lab stopped, epoch milliseconds: nothing moves on the phones until it is back. */
export const FrozenAt = createContext<number | undefined>(undefined);
