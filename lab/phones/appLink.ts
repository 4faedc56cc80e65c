import type { TimerClock } from '../clock.ts';
import type { ApiAnswer, AppApi } from './appApi.ts';

const presenceTtlSeconds = 60;
const presenceRefreshMs = 30_000;

export interface AppLinkPorts {
  clock: TimerClock;
  deviceId: string;
  api: AppApi;
  /** What the app sends with `PUT /v1/devices/{deviceId}` now. */
  registration(): unknown;
  onChange(): void;
}

/** What the app reports to the server about its phone: the registration and the presence. */
export class AppLink {
  readonly #ports: AppLinkPorts;
  #registration: { registered: boolean; problem?: string | undefined } = { registered: false };
  /** The app's presence, as the server should know it; undefined until the app was first in the foreground. */
  #presence: 'foreground' | 'background' | undefined;
  #presenceSaid = true;
  /** What the phone had counted when the server last heard of it. */
  #counted: number | undefined;
  #cancelRefresh: () => void = () => {};
  /** One report at a time, in the order of events. */
  #queue: Promise<void> = Promise.resolve();

  constructor(ports: AppLinkPorts) {
    this.#ports = ports;
  }

  get registration(): { registered: boolean; problem?: string | undefined } {
    return this.#registration;
  }

  register(): Promise<void> {
    return this.#enqueue(() => this.#sayRegistration());
  }

  /** @param counted what the phone had counted until then, if it counts by itself. */
  enterForeground(counted?: number): Promise<void> {
    this.#counted ??= counted;
    return this.#changePresence('foreground', () => this.#sayRegistration());
  }

  enterBackground(): Promise<void> {
    if (this.#presence !== 'foreground') return this.#queue;
    return this.#changePresence('background');
  }

  /** The network is back: sends the missed reports. */
  catchUp(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#registration.problem !== undefined) await this.#sayRegistration();
      if (!this.#presenceSaid) await this.#sayPresence();
    });
  }

  /** The process is gone: unsent reports stay unsent. */
  appDied(): void {
    this.#presence = undefined;
    this.#presenceSaid = true;
    this.#cancelRefresh();
  }

  stop(): void {
    this.#cancelRefresh();
  }

  #changePresence(presence: 'foreground' | 'background', first: () => Promise<void> = async () => {}): Promise<void> {
    this.#presence = presence;
    this.#presenceSaid = false;
    this.#cancelRefresh();
    if (presence === 'foreground') this.#scheduleRefresh();
    return this.#enqueue(async () => {
      await first();
      await this.#sayPresence();
    });
  }

  #scheduleRefresh(): void {
    this.#cancelRefresh = this.#ports.clock.after(presenceRefreshMs, () => {
      this.#scheduleRefresh();
      this.#enqueue(() => this.#sayPresence());
    });
  }

  async #sayRegistration(): Promise<void> {
    const { api, deviceId, registration, onChange } = this.#ports;
    const answer = await api.register(deviceId, registration());
    this.#registration = answer.ok ? { registered: true } : { ...this.#registration, problem: answer.problem };
    onChange();
  }

  async #sayPresence(): Promise<void> {
    const presence = this.#presence;
    if (!presence) return;
    const answer: ApiAnswer<unknown> = await this.#ports.api.setPresence(
      this.#ports.deviceId,
      presence === 'foreground'
        ? { state: presence, ttlSeconds: presenceTtlSeconds, unreadCount: 0, previousUnreadCount: this.#counted }
        : { state: presence },
    );
    if (answer.ok && presence === 'foreground') this.#counted = undefined;
    if (presence === this.#presence) this.#presenceSaid = answer.ok;
  }

  #enqueue(word: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(word);
    return this.#queue;
  }
}
