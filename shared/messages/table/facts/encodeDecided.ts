import { type Decided, momentOf } from '../../rules/moment.ts';
import { encodeMoment } from './momentCode.ts';

/** @param known the recipients that the record of the message lists. */
export function encodeDecided(decided: Decided, known: readonly string[]): Uint8Array {
  return encodeMoment(momentOf(decided), known);
}
