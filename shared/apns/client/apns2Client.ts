/**
 * apns2's client (docs/decisions/0002) over Ringpost's own transport. apns2 makes the request; everything that it has
 * no place for, such as the apns-id, certificates, deadlines and the whole outcome, goes around it with the push.
 */
import { type PushType as Apns2PushType, ApnsClient, Notification } from 'apns2';
import type { Transport, TransportAnswer } from '../connection/transport.ts';
import type { ApnsOutcome } from '../rules/outcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';

export interface Push {
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
  /** Epoch milliseconds. */
  connectionSinceMs?: number | undefined;
}

/** What apns2 asks of its dispatcher. */
interface Apns2Request {
  path: string;
  body: string;
}

type AcceptedPush = ApnsOutcome & { kind: 'accepted' };

/** Builds its payload whole, so that apns2 writes nothing into an object of ours. */
class PreparedNotification extends Notification {
  readonly #payload: object;

  constructor({ deviceToken, headers, payload }: Push) {
    super(deviceToken, { type: headers['apns-push-type'] as Apns2PushType, topic: headers['apns-topic'] });
    this.#payload = payload;
  }

  override buildApnsOptions() {
    return this.#payload as ReturnType<Notification['buildApnsOptions']>;
  }
}

export class Apns2Client {
  readonly #client: ApnsClient;
  readonly #transport: Transport;
  /** What apns2 asked its dispatcher for last. It does so before its `send` returns. */
  #asked: Apns2Request | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
    // `keepAlive: false` saves the timer that would ping.
    this.#client = new ApnsClient({ team: '', keyId: '', signingKey: '', keepAlive: false });
    const dispatcher = {
      request: (request: Apns2Request) => {
        this.#asked = request;
      },
    };
    Object.defineProperties(this.#client, {
      client: { value: dispatcher },
      // apns2 signs tokens itself if it is let to; the transport knows better when a token has to change, and with a
      // certificate there is none. So the key is never used.
      _getSigningToken: { value: () => '' },
      // Its part ends with the request. It would throw for a refused push, it knows less of it than the outcome, and
      // whatever it held on to until the answer would be work for the garbage collector.
      _handleServerResponse: { value: () => {} },
    });
  }

  /** Rejects with a TypeError when the payload cannot be made JSON. */
  send(push: Push): Promise<ApnsOutcome> {
    const sending = this.#client.send(new PreparedNotification(push));
    const request = this.#asked;
    this.#asked = undefined;
    if (request === undefined) return sending.then(failUnasked);
    const { headers, deadlineMs, connectionSinceMs } = push;
    const { path, body } = request;
    const id = headers['apns-id'];
    return this.#transport.request({
      method: 'POST',
      path,
      headers,
      body,
      id,
      deadlineMs,
      connectionSinceMs,
      accept: acceptedPush,
    });
  }

  close(): void {
    this.#transport.close();
  }
}

function acceptedPush({ status, headers }: TransportAnswer, apnsId: string): AcceptedPush | undefined {
  if (status !== 200) return undefined;
  const uniqueId = headers['apns-unique-id'];
  if (typeof uniqueId !== 'string') return { kind: 'accepted', status, apnsId };
  return { kind: 'accepted', status, apnsId, uniqueId };
}

function failUnasked(): never {
  throw new Error('apns2 did not use the dispatcher that it was given');
}
