/** Result of one HTTP/2 stream, and its meaning for the push that it carried. */
import type { Exchange, Outcome } from './exchange.ts';
import type { TransportAnswer } from './transport.ts';

export type StreamResult =
  | { kind: 'answer'; answer: TransportAnswer }
  /** APNs has not looked at it, so it may be sent again at once (RFC 9113, 8.7). */
  | { kind: 'unprocessed' }
  | { kind: 'lost'; cause: 'deadline' | 'connection_lost' | 'stream_reset' };

/** The longest answer, a list of 10,000 channels, has 270 KB; anything longer is not from APNs. */
export const maxBodyBytes = 2 ** 20;

/** The ID is from the request: APNs repeats it, but a proxy's error would not. */
export function outcomeOfAnswer(answer: TransportAnswer, { id, accept }: Exchange['request']): Outcome {
  const { status, body } = answer;
  const accepted = status >= 200 && status < 300 ? accept(answer, id) : undefined;
  if (accepted !== undefined) return accepted;
  const { reason, timestamp } = parseJsonObject(body);
  return {
    kind: 'rejected',
    status,
    apnsId: id,
    ...(typeof reason === 'string' && { reason }),
    ...(typeof timestamp === 'number' && { timestampMs: timestamp }),
  };
}

/** APNs sends JSON in error answers and in GOAWAY frames, and sometimes plain text: then the reason is unknown. */
export function parseJsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
