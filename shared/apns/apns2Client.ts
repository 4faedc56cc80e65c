/**
 * apns2's client (docs/decisions/0002) over Ringpost's own transport. apns2 makes the request; everything that it has
 * no place for, such as the apns-id, certificates, deadlines and the whole outcome, goes around it with the push.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type PushType as Apns2PushType, ApnsClient, Notification } from 'apns2';
import type { ApnsOutcome } from '../rules/apnsOutcome.ts';
import type { ApnsHeaders } from '../rules/pushTypes.ts';
import type { Transport } from './transport.ts';

export interface Push {
  deviceToken: string;
  headers: ApnsHeaders;
  payload: object;
  /** Epoch milliseconds. */
  deadlineMs: number;
}

interface PushInProgress extends Push {
  outcome?: ApnsOutcome;
}

/** What apns2 asks of its dispatcher, and all that it reads of the answer. */
interface Apns2Request {
  path: string;
  body: string;
}
interface Apns2Response {
  statusCode: number;
  body: { json(): Promise<unknown> };
}

const inProgress = new AsyncLocalStorage<PushInProgress>();

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

  constructor(transport: Transport) {
    this.#transport = transport;
    // apns2 signs tokens itself if it is let to; the transport knows better when a token has to change, and with a
    // certificate there is none. So the key is never used, and `keepAlive: false` saves the timer that would ping.
    this.#client = new ApnsClient({ team: '', keyId: '', signingKey: '', keepAlive: false });
    Object.defineProperties(this.#client, {
      client: { value: { request: (request: Apns2Request) => this.#request(request) } },
      _getSigningToken: { value: () => '' },
    });
  }

  async send(push: Push): Promise<ApnsOutcome> {
    const current: PushInProgress = { ...push };
    try {
      await inProgress.run(current, () => this.#client.send(new PreparedNotification(push)));
    } catch (error) {
      // apns2 throws for a refused push, and knows less of it than the outcome.
      if (current.outcome === undefined) throw error;
    }
    if (current.outcome === undefined) throw new Error('apns2 did not use the dispatcher that it was given');
    return current.outcome;
  }

  close(): void {
    this.#transport.close();
  }

  async #request({ path, body }: Apns2Request): Promise<Apns2Response> {
    const push = inProgress.getStore();
    if (push === undefined) throw new Error('apns2 sent a request of its own');
    const headers = { ...push.headers };
    push.outcome = await this.#transport.request({ path, headers, body, deadlineMs: push.deadlineMs });
    return { statusCode: push.outcome.kind === 'accepted' ? 200 : 0, body: { json: async () => push.outcome } };
  }
}
