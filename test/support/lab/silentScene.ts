/** One user with one phone of a lab, for the question why the phone is silent: all that may be done to them. */
import type { MovableClock } from '../../../lab/clock.ts';
import type { Lab } from '../../../lab/lab.ts';
import { defaultAppId } from '../../../lab/phones/fleet.ts';
import type { Breakage, PhoneAction, PhoneChange } from '../../../lab/phones/view.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  type Request,
  serverClient,
  until,
  userClient,
} from './labClient.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

interface WantedPush {
  detail: { token?: string; wantedId: string };
}

/** `cause confidence`, or `reported` where a report came. */
export type Said = string;

export class SilentScene {
  readonly aliceId = makeUser('alice');
  readonly bobId = makeUser('bob');
  readonly server: Request;
  readonly bob: Request;
  readonly #lab: Lab;
  readonly #clock: MovableClock;
  readonly #others = new Map<string, string>();
  #phone: LabPhone | undefined;

  constructor(lab: Lab, clock: MovableClock) {
    this.#lab = lab;
    this.#clock = clock;
    this.server = asked(serverClient(lab));
    this.bob = asked(userClient(lab, this.bobId));
  }

  get phone(): LabPhone {
    if (this.#phone === undefined) throw new Error('the scene has no phone');
    return this.#phone;
  }

  /** Bob unpacks a phone, and the app registers. */
  async unpack(request: object = {}): Promise<void> {
    this.#phone = await makePhone(this.#lab, { userId: this.bobId, ...request });
  }

  /** Bob uses the app, and puts the phone away. */
  async useApp(): Promise<void> {
    await this.act('open');
    await this.act('home');
  }

  wait(milliseconds: number): void {
    this.#clock.moveAhead(milliseconds);
  }

  /** ISO 8601: a time of the lab. */
  timeIn(milliseconds: number): string {
    return new Date(this.#clock.nowMs() + milliseconds).toISOString();
  }

  async change(change: PhoneChange): Promise<void> {
    await asked(anybody(this.#lab))('PATCH', `/lab/phones/${this.phone.phoneId}`, change);
  }

  async act(action: PhoneAction): Promise<void> {
    await asked(anybody(this.#lab))('POST', `/lab/phones/${this.phone.phoneId}/actions`, { action });
  }

  /** A fault of Apple for this phone alone. */
  async fault(fault: object): Promise<void> {
    await asked(anybody(this.#lab))('POST', '/lab/faults', { match: this.phone.phoneId, ...fault });
  }

  /** Breaks a part of the lab, for everybody. */
  async breakLab(what: Breakage): Promise<void> {
    await asked(anybody(this.#lab))('POST', '/lab/breakages', { what });
  }

  async repairApple(): Promise<void> {
    await asked(anybody(this.#lab))('DELETE', '/lab/faults');
  }

  /** Sends a message that the app's extension reports. @returns its ID. */
  async message(offlinePush: object = {}, to: object = { userId: this.bobId }): Promise<string> {
    const body = { from: this.aliceId, to, elements: [{ type: 'text', text: 'hi' }] };
    const { messageId } = await this.server('POST', '/v1/server/messages', {
      ...body,
      offlinePush: { mutableContent: true, ...offlinePush },
    }).then((answer) => answer.body);
    return messageId;
  }

  /** Bob has a phone of another push service, which takes its pushes from the team's function. */
  async unpackExternal(): Promise<void> {
    const tokens = { external: { token: this.#externalToken } };
    await this.bob('PUT', '/v1/devices/android-1', { appId: defaultAppId, tokens });
  }

  /** The team's function reports what became of its only push. */
  async reportOutcome(outcome: 'accepted' | 'tokenDropped'): Promise<void> {
    const events = await until(
      async () => (await asked(anybody(this.#lab))('GET', '/lab/events')).body.events,
      (published) => published.some((event: WantedPush) => event.detail.token === this.#externalToken),
      reportWithinMs,
    );
    const { wantedId } = events.find((event: WantedPush) => event.detail.token === this.#externalToken).detail;
    await this.server('POST', `/v1/server/users/${this.bobId}/pushes/${wantedId}/outcome`, {
      outcome,
      token: this.#externalToken,
    });
  }

  get #externalToken(): string {
    return `token-of-${this.bobId}`;
  }

  async recall(messageId: string): Promise<void> {
    await this.server('POST', `/v1/server/messages/${messageId}/recall`, { mode: 'replace' });
  }

  /** @param name of the caller: `alice` unless given. @returns its ID. */
  async call(name = 'alice'): Promise<string> {
    const from = this.#others.get(name) ?? (name === 'alice' ? this.aliceId : makeUser(name));
    this.#others.set(name, from);
    const body = { from, to: { userId: this.bobId }, timeoutSeconds: 60 };
    return (await this.server('POST', '/v1/server/calls', body)).body.callId;
  }

  async cancel(callId: string): Promise<void> {
    await this.server('POST', `/v1/server/calls/${callId}/cancel`);
  }

  /** It rings for as long, and is cancelled. */
  async callFor(milliseconds: number, name = 'alice'): Promise<string> {
    const callId = await this.call(name);
    this.wait(milliseconds);
    await this.cancel(callId);
    return callId;
  }

  /** The phone reports a call, as every phone of an app in order has done before. */
  async reportOneCall(): Promise<void> {
    const callId = await this.call('carol');
    const path = `/v1/server/calls/${callId}`;
    await until(
      async () => (await this.server('GET', path)).body.timeline,
      (timeline) => timeline.some(({ event }: { event: string }) => event === 'callReported'),
      reportWithinMs,
    );
    await this.cancel(callId);
    this.wait(10 * minute);
  }

  /** @param kind of the target; needed where a device has several. */
  verdictOnMessage(messageId: string): Promise<Said> {
    return this.#verdict(`/v1/server/messages/${messageId}`);
  }

  verdictOnCall(callId: string, kind?: 'voip' | 'alert'): Promise<Said> {
    return this.#verdict(`/v1/server/calls/${callId}`, kind);
  }

  /** Waits for the report of a phone that has nothing against one. */
  async untilReported(path: string): Promise<void> {
    await until(
      () => this.#verdict(path),
      (said) => said === 'reported',
      reportWithinMs,
    );
  }

  async #verdict(path: string, kind?: string): Promise<Said> {
    const { silence } = (await this.server('GET', path)).body;
    const found = silence.find(
      (target: { userId: string; kind?: string }) =>
        target.userId === this.bobId && (kind === undefined || target.kind === kind),
    );
    return found === undefined ? 'reported' : `${found.cause} ${found.confidence}`;
  }
}

/** Far beyond what an idle machine takes. */
const reportWithinMs = 60_000;

/** A request of a scene always succeeds: otherwise the scene is another one. */
function asked(request: Request): Request {
  return async (method, path, body) => {
    const answer = await request(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
}

/** What happens, up to the message that is asked about. @returns its ID. */
export type Cause = (scene: SilentScene) => Promise<string>;

/** Bob uses his phone, and puts it away an hour before the message. */
export const withPhone =
  (cause: Cause): Cause =>
  async (scene) => {
    await scene.unpack();
    await scene.useApp();
    scene.wait(hour);
    return cause(scene);
  };

/** What happens, and what Ringpost says about the silence: its cause, and how sure that is. */
export type CauseRow = [happens: string, cause: Cause, said: Said];
