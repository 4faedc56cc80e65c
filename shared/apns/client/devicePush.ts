/** One push to a device as the request to APNs that carries it. Source: Apple, "Sending notification requests to APNs". */
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { TransportAnswer, TransportRequest } from '../connection/transport.ts';
import type { HostPush } from '../ports.ts';
import type { ApnsOutcome } from '../rules/outcome.ts';
import { PreparedPayload } from '../rules/preparedPayload.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

export type AcceptedPush = ApnsOutcome & { kind: 'accepted' };

/** There are as many as there are waiting pushes, so what all of them share is in the class. */
export class DeviceRequest implements TransportRequest<AcceptedPush> {
  readonly appId: string;
  readonly environment: ApnsEnvironment;
  readonly pathEnd: string;
  readonly headers: ApnsHeaders;
  readonly body: string | PreparedPayload;
  readonly deadlineMs: number;
  readonly connectionSinceMs: number | undefined;

  /**
   * The payload becomes JSON here, unless it is already, once for all attempts: what waits holds on to text, and not to the
   * objects it was made of.
   * @throws TypeError for a payload that has no JSON, such as one with a cycle.
   */
  constructor({ appId, environment, deviceToken, headers, payload, deadlineMs, connectionSinceMs }: HostPush) {
    this.appId = appId;
    this.environment = environment;
    this.pathEnd = deviceToken;
    this.headers = headers;
    this.body = payload instanceof PreparedPayload ? payload : JSON.stringify(payload);
    this.deadlineMs = deadlineMs;
    this.connectionSinceMs = connectionSinceMs;
  }

  get method(): 'POST' {
    return 'POST';
  }

  get path(): string {
    return '/3/device/';
  }

  get id(): string {
    return this.headers['apns-id'];
  }

  accept({ status, headers }: TransportAnswer, apnsId: string): AcceptedPush | undefined {
    if (status !== 200) return undefined;
    const uniqueId = headers['apns-unique-id'];
    if (typeof uniqueId !== 'string') return { kind: 'accepted', status, apnsId };
    return { kind: 'accepted', status, apnsId, uniqueId };
  }
}
