/** One push to a device as the request to APNs that carries it. Source: Apple, "Sending notification requests to APNs". */
import type { Transport, TransportAnswer } from '../connection/transport.ts';
import type { HostPush } from '../ports.ts';
import type { ApnsAnswer, ApnsOutcome } from '../rules/outcome.ts';

type AcceptedPush = ApnsOutcome & { kind: 'accepted' };

/** @throws TypeError for a payload that JSON cannot represent, such as one with a cycle. */
export function sendPush(transport: Transport, push: Omit<HostPush, 'appId' | 'environment'>): Promise<ApnsAnswer> {
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
