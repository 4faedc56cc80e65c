import type { Apple, DeliveredPush, Installation } from '../apple/apple.ts';
import type { Clock } from '../clock.ts';
import type { AppApi } from './appApi.ts';
import { AppLink } from './appLink.ts';
import { CallSession } from './callSession.ts';
import { NotificationTray } from './notificationTray.ts';
import type { PhoneIdentity, PhoneRecord } from './phoneRecord.ts';
import { type Ring, readRing } from './ring.ts';
import type { AppState, Network, PhoneAction, PhoneChange, PhoneView } from './view.ts';

/** After that many VoIP pushes without a reported call iOS delivers no more. Apple names no number: "repeatedly". */
const missedReportsUntilBlocked = 3;

export interface PhonePorts {
  apple: Pick<Apple, 'install'>;
  clock: Clock;
  /** The app's connection to Ringpost as its user. Without it nobody is logged in. */
  connect?(isConnected: () => boolean): AppApi;
  onChange(): void;
}

type PhoneNow = Omit<PhoneRecord, keyof PhoneIdentity | 'tokens' | 'tray'>;

/**
 * One iPhone with the team's app. It does what iOS does with pushes (apns-facts.md sections 5 and 6) and lets the app
 * talk to the API. Opening an app that reports its calls again also lifts iOS's VoIP block: on a real phone only a
 * reinstallation does.
 */
export class Phone {
  readonly #ports: PhonePorts;
  readonly #identity: PhoneIdentity;
  readonly #installation: Installation;
  readonly #tray: NotificationTray;
  readonly #api: AppApi | undefined;
  readonly #link: AppLink | undefined;
  #now: PhoneNow;
  #session: CallSession | undefined;

  constructor(record: Omit<PhoneRecord, 'tokens'> & Partial<Pick<PhoneRecord, 'tokens'>>, ports: PhonePorts) {
    const { phoneId, deviceId, name, userId, appId, build, tokens, tray, ...now } = record;
    this.#ports = ports;
    this.#identity = { phoneId, deviceId, name, appId, build, ...(userId !== undefined && { userId }) };
    this.#now = now;
    this.#tray = new NotificationTray(tray);
    this.#installation = ports.apple.install({
      bundleId: appId,
      environment: build === 'release' ? 'production' : 'development',
      phoneId,
      ...(tokens && { tokens }),
      onPush: (push) => this.#receive(push),
    });
    if (now.network === 'off') this.#installation.setReachable(false);
    if (!now.installed) this.#installation.uninstall();
    this.#api = ports.connect?.(() => this.#now.network === 'on');
    this.#link =
      this.#api &&
      new AppLink({
        clock: ports.clock,
        deviceId,
        api: this.#api,
        registration: () => this.#registration(),
        onChange: () => ports.onChange(),
      });
  }

  get tokens(): PhoneRecord['tokens'] {
    return this.#installation.tokens;
  }

  view(): PhoneView {
    return {
      ...this.#identity,
      environment: this.#installation.environment,
      ...(this.#link && { registration: this.#link.registration }),
      ...this.#now,
      ...this.#tray.view(),
      ...(this.#session && { call: this.#session.call }),
    };
  }

  record(): PhoneRecord {
    return { ...this.#identity, tokens: this.tokens, ...this.#now, tray: this.#tray.record() };
  }

  /** The app's process starts, at first or with the lab: it registers, and says that it is in the foreground if it is. */
  async launch(): Promise<void> {
    if (this.#now.state === 'killed') return;
    await (this.#now.state === 'foreground' ? this.#link?.enterForeground() : this.#link?.register());
  }

  /** @returns once the app has told the server, or failed to. */
  async change({ network, permission, reportsCalls, state, uninstalled }: PhoneChange): Promise<void> {
    if (permission) this.#set({ permission });
    if (reportsCalls !== undefined) this.#set({ reportsCalls });
    if (uninstalled) return this.#uninstall();
    if (network) await this.#switchNetwork(network);
    if (state) await this.#switchState(state);
  }

  /** @returns once the app has told the server, or failed to. */
  async act(action: PhoneAction): Promise<void> {
    switch (action) {
      case 'answer':
        return this.#session?.answer();
      case 'decline':
        return this.#session?.decline();
      case 'end':
        return this.#session?.end();
      case 'open':
        return this.#switchState('foreground');
      case 'home':
        this.#set({ locked: false });
        return this.#leaveForeground();
      case 'lock':
        this.#set({ locked: true });
        return this.#leaveForeground();
      case 'kill':
        return this.#switchState('killed');
      case 'clear':
        this.#tray.clear();
        if (this.#session?.isOver) this.#session = undefined;
        return this.#ports.onChange();
    }
  }

  /** Ends its timers. The app stays installed. */
  stop(): void {
    this.#link?.stop();
    this.#session?.stop();
  }

  /** The phone is thrown away: APNs says so to whoever still pushes to it. */
  discard(): void {
    this.#installation.uninstall();
    this.stop();
  }

  #receive(push: DeliveredPush): void {
    if (push.kind === 'voip') this.#receiveVoip(push);
    else if (this.#now.permission === 'granted') this.#tray.receive(push, this.#isoNow());
    this.#ports.onChange();
  }

  #receiveVoip(push: DeliveredPush): void {
    if (this.#now.voip.blocked) return;
    // In the foreground, or with a call that CallKit knows, iOS asks for no report (apns-facts.md 6.1).
    const mustReport = this.#now.state !== 'foreground' && !this.#hasActiveCall();
    if (this.#now.state === 'killed') this.#set({ state: 'background' });
    const ring = this.#now.reportsCalls ? readRing(push.payload) : undefined;
    if (ring) this.#report(ring);
    else if (mustReport) this.#terminateForMissedReport();
  }

  #report(ring: Ring): void {
    const current = this.#session;
    if (current?.call.callId === ring.callId) return;
    if (current && this.#hasActiveCall()) {
      this.#reportWaitingCall(ring, current);
      return;
    }
    current?.stop();
    this.#session = new CallSession(ring, {
      clock: this.#ports.clock,
      deviceId: this.#identity.deviceId,
      ...(this.#api && { api: this.#api }),
      onChange: () => this.#ports.onChange(),
    });
  }

  /** Another call while one is up: it is busy, unless the one that is up turns out to be over already. */
  async #reportWaitingCall(ring: Ring, current: CallSession): Promise<void> {
    await current.sync();
    if (this.#hasActiveCall()) await this.#api?.actOnCall(ring.callId, 'busy', this.#identity.deviceId);
    else if (this.#now.state !== 'killed') this.#report(ring);
    this.#ports.onChange();
  }

  #hasActiveCall(): boolean {
    return this.#session !== undefined && !this.#session.isOver;
  }

  #terminateForMissedReport(): void {
    const missedReports = this.#now.voip.missedReports + 1;
    this.#die();
    this.#set({ voip: { missedReports, blocked: missedReports >= missedReportsUntilBlocked } });
  }

  async #switchState(state: AppState): Promise<void> {
    if (!this.#now.installed || state === this.#now.state) return;
    if (state === 'background') {
      // A killed app can only come to the background by itself: by a VoIP push, or as here by being launched.
      if (this.#now.state === 'killed') this.#set({ state });
      else this.#set({ locked: false });
      return this.#leaveForeground();
    }
    if (state === 'killed') {
      await this.#leaveForeground();
      this.#die();
      return this.#ports.onChange();
    }
    this.#tray.markSeen();
    this.#set({ state, locked: false });
    if (this.#now.reportsCalls) this.#set({ voip: { blocked: false, missedReports: 0 } });
    return this.#link?.enterForeground();
  }

  async #leaveForeground(): Promise<void> {
    if (this.#now.state !== 'foreground') return;
    this.#set({ state: 'background' });
    await this.#link?.enterBackground();
  }

  async #switchNetwork(network: Network): Promise<void> {
    if (network === this.#now.network) return;
    this.#set({ network });
    if (this.#now.installed) this.#installation.setReachable(network === 'on');
    if (network === 'off' || this.#now.state === 'killed') return;
    await Promise.all([this.#link?.catchUp(), this.#hasActiveCall() && this.#session?.sync()]);
  }

  #uninstall(): void {
    if (!this.#now.installed) return;
    this.#installation.uninstall();
    this.#die();
    this.#tray.forget();
    this.#session = undefined;
    this.#set({ installed: false });
  }

  /** The app's process ends, without a word. */
  #die(): void {
    this.#now = { ...this.#now, state: 'killed' };
    this.#link?.appDied();
    this.#session?.appDied();
  }

  #registration() {
    const { alert, voip } = this.#installation.tokens;
    const { environment } = this.#installation;
    return {
      appId: this.#identity.appId,
      tokens: { alert: { token: alert, environment }, voip: { token: voip, environment } },
      locale: 'en_GB',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      // UNAuthorizationStatus, as the app reads it.
      permission: this.#now.permission === 'granted' ? 'authorized' : 'denied',
      appVersion: '1.0.0',
      osVersion: '26.1',
      kitVersion: 'lab',
    };
  }

  #set(change: Partial<PhoneNow>): void {
    this.#now = { ...this.#now, ...change };
    this.#ports.onChange();
  }

  #isoNow(): string {
    return new Date(this.#ports.clock.nowMs()).toISOString();
  }
}
