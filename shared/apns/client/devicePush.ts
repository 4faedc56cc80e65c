/** One push to a device as the request to APNs that carries it. Source: Apple, "Sending notification requests to APNs". */
import type { Transport, TransportAnswer } from '../connection/transport.ts';
import type { ApnsOutcome } from '../rules/outcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

export interface DevicePush {
  /** Hex, so that the path needs no escapes. */
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
  /** Epoch milliseconds: the push leaves over a connection that opened no earlier. Any connection when absent. */
  connectionSinceMs?: number | undefined;
}

type AcceptedPush = ApnsOutcome & { kind: 'accepted' };

/** @throws TypeError for a payload that has no JSON, such as one with a cycle. */
export function sendPush(transport: Transport, push: DevicePush): Promise<ApnsOutcome> {
  const { deviceToken, headers, payload, deadlineMs, connectionSinceMs } = push;
  return transport.request({
    method: 'POST',
    path: `/3/device/${deviceToken}`,
    headers,
    body: JSON.stringify(payload),
    id: headers['apns-id'],
    deadlineMs,
    connectionSinceMs,
    accept: acceptedPush,
  });
}

function acceptedPush({ status, headers }: TransportAnswer, apnsId: string): AcceptedPush | undefined {
  if (status !== 200) return undefined;
  const uniqueId = headers['apns-unique-id'];
  if (typeof uniqueId !== 'string') return { kind: 'accepted', status, apnsId };
  return { kind: 'accepted', status, apnsId, uniqueId };
}
