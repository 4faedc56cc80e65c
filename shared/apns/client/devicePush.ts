/** One push to a device as the request to APNs that carries it. Source: Apple, "Sending notification requests to APNs". */
import type { TransportAnswer, TransportRequest } from '../connection/transport.ts';
import type { HostPush } from '../ports.ts';
import type { ApnsOutcome } from '../rules/outcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

export type AcceptedPush = ApnsOutcome & { kind: 'accepted' };

export interface DeviceRequest extends TransportRequest<AcceptedPush> {
  headers: ApnsHeaders;
}

/**
 * The payload becomes JSON here, once for all attempts: what waits holds on to text, and not to the objects it was made of.
 * @throws TypeError for a payload that has no JSON, such as one with a cycle.
 */
export function deviceRequest(push: Omit<HostPush, 'appId' | 'environment'>): DeviceRequest {
  const { deviceToken, headers, payload, deadlineMs, connectionSinceMs } = push;
  return {
    method: 'POST',
    path: '/3/device/',
    pathEnd: deviceToken,
    headers,
    body: JSON.stringify(payload),
    id: headers['apns-id'],
    deadlineMs,
    connectionSinceMs,
    accept: acceptedPush,
  };
}

function acceptedPush({ status, headers }: TransportAnswer, apnsId: string): AcceptedPush | undefined {
  if (status !== 200) return undefined;
  const uniqueId = headers['apns-unique-id'];
  if (typeof uniqueId !== 'string') return { kind: 'accepted', status, apnsId };
  return { kind: 'accepted', status, apnsId, uniqueId };
}
