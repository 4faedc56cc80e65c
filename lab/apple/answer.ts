/** Answers of a host of the fake APNs. */
import { randomUUID } from 'node:crypto';
import { type ApnsRequest, isChannelPath, isUuid } from './request.ts';

export interface Answer {
  status: number;
  /** By name, without `:status` and `content-type`. */
  headers: Readonly<Record<string, string>>;
  /** JSON; absent if the answer has none. */
  body?: object | undefined;
  /** Reason of a rejection, which is also in the body. */
  reason?: string | undefined;
}

/** `apns-id` of a push to a device, `apns-request-id` of a request about channels. */
function idHeaderName({ path }: ApnsRequest): 'apns-id' | 'apns-request-id' {
  return isChannelPath(path) ? 'apns-request-id' : 'apns-id';
}

/** APNs repeats the ID that it was given, and generates one if there is none, or none that it can read. */
export function idHeader(request: ApnsRequest): Readonly<Record<string, string>> {
  const name = idHeaderName(request);
  const given = request.headers[name];
  return { [name]: given !== undefined && isUuid(given) ? given : randomUUID() };
}

/** The ID in an answer's headers. */
export function answeredId(headers: Answer['headers']): string {
  return headers['apns-id'] ?? headers['apns-request-id'] ?? '';
}

/**
 * @param reason absent: a status without a body, which APNs is not known to send, but a proxy might.
 * @param timestamp epoch milliseconds, only with 410.
 */
export function refusal(
  headers: Answer['headers'],
  { status, reason, timestamp }: { status: number; reason?: string | undefined; timestamp?: number | undefined },
): Answer {
  if (reason === undefined) return { status, headers };
  return { status, headers, reason, body: { reason, timestamp } };
}
