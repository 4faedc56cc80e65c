import type { DeliveredPush, Installation } from '../apple/apple.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import type { AppApi } from './appApi.ts';
import { AppCalls } from './appCalls.ts';
import { BackgroundPushes } from './backgroundPushes.ts';
import { labBrain, type PhoneBrain } from './brain.ts';
import { LiveActivities } from './liveActivities.ts';
import { asksForApp } from './messagePush.ts';
import { NotificationTray } from './notificationTray.ts';
import { OpenApp } from './openApp.ts';
import { type PhoneClock, phoneClock } from './phoneClock.ts';
import { PhoneNotifications } from './phoneNotifications.ts';
import type { PhonePorts } from './phonePorts.ts';
import { type PhoneIdentity, type PhoneNow, type PhoneRecord, type PhoneStart, partsOf } from './phoneRecord.ts';
import { Recents } from './recents.ts';
import { registrationOf } from './registration.ts';
import { readStoppedRing } from './ring.ts';
import type { ActionDetails, AppState, Network, PhoneAction, PhoneChange, PhoneView } from './view.ts';
import { VoipPushes } from './voipPushes.ts';

/**
 * One iPhone with the team's app. It handles pushes as iOS does and lets the app call the API. Opening an app that
 * reports its calls again also lifts iOS's VoIP block: on a real phone only a reinstallation does.
 */
export class Phone {
  readonly #ports: PhonePorts;
  readonly #clock: PhoneClock;
  #identity: PhoneIdentity;
  readonly #installation: Installation;
  readonly #tray: NotificationTray;
  readonly #activities: LiveActivities;
  readonly #notifications: PhoneNotifications;
  readonly #background: BackgroundPushes;
  readonly #voip: VoipPushes;
  readonly #api: AppApi | undefined;
  readonly #brain: PhoneBrain;
  readonly #appCalls: AppCalls;
  readonly openApp: OpenApp;
  #now: PhoneNow;
  #replyProblem: string | undefined;

  constructor(record: PhoneStart, ports: PhonePorts) {
    const { identity, kept, now } = partsOf(record);
    const { phoneId, deviceId, userId, appId, build } = identity;
    this.#ports = ports;
    this.#identity = identity;
    this.#now = now;
    this.#clock = phoneClock(ports.clock, () => this.#now.clockErrorMs);
    this.#tray = new NotificationTray(kept.tray);
    this.#installation = ports.apple.install({
      bundleId: appId,
      environment: build === 'release' ? 'production' : 'development',
      phoneId,
      tokens: kept.tokens,
      isDisabled: () => this.#now.permission === 'denied',
      onPush: (push) => this.#receive(push),
    });
    if (now.network === 'off') this.#installation.setReachable(false);
    if (!now.installed) this.#installation.uninstall();
    this.#api = ports.connect?.(
      () => this.#now.network === 'on',
      () => !this.#now.beforeFirstUnlock,
    );
    this.#activities = new LiveActivities(
      {
        installation: this.#installation,
        apple: ports.apple,
        clock: ports.clock,
        deviceId,
        api: this.#api,
        wakeApp: () => this.#launchApp(),
        onChange: () => ports.onChange(),
      },
      kept.liveActivityToken,
    );
    this.#notifications = new PhoneNotifications({
      clock: this.#clock,
      tray: this.#tray,
      receipts: () => this.#receipts,
      api: this.#api,
      now: () => this.#now,
      launchApp: () => this.#launchApp(),
    });
    this.#background = new BackgroundPushes({
      isForceQuit: () => this.#now.state === 'killed' && this.#now.forceQuit,
      isHolding: () => this.#now.holdsBackgroundPushes && this.#now.state !== 'foreground',
      deliver: (push) => this.#wakeApp(push),
    });
    this.#voip = new VoipPushes({
      clock: ports.clock,
      brain: () => this.#brain,
      now: () => this.#now,
      launchApp: () => this.#launchApp(),
      endApp: (voip) => {
        this.#die();
        this.#set({ voip });
      },
    });
    this.#brain = (ports.brain ?? labBrain)({
      clock: this.#clock,
      clockErrorMs: () => this.#now.clockErrorMs,
      userId,
      deviceId,
      api: this.#api,
      registration: () => registrationOf(appId, this.#installation, this.#activities.startToken, this.#now),
      onChange: () => {
        this.#appCalls.noteCalls();
        ports.onChange();
      },
      onMissedReport: () => this.#voip.missReport(),
    });
    this.#appCalls = new AppCalls({
      deviceId,
      api: this.#api,
      recents: new Recents(this.#clock, kept.recents),
      calls: () => this.#calls,
      openApp: async () => {
        if (this.#now.installed) await this.#switchState('foreground');
        return this.#now.installed;
      },
      onChange: () => ports.onChange(),
    });
    this.openApp = new OpenApp({
      userId,
      deviceId,
      api: this.#api,
      own: ports.own,
      tray: this.#tray,
      calls: () => this.#calls,
      appCalls: () => this.#appCalls,
      isOpen: () => this.isOpen,
      locale: () => this.#now.locale,
      onChange: () => ports.onChange(),
    });
  }

  get #link(): PhoneBrain['link'] {
    return this.#brain.link;
  }

  get #calls(): PhoneBrain['calls'] {
    return this.#brain.calls;
  }

  get #receipts(): PhoneBrain['receipts'] {
    return this.#brain.receipts;
  }

  get tokens(): PhoneRecord['tokens'] {
    return this.#installation.tokens;
  }

  /** Device tokens by the names under which the app registers them. */
  get allTokens(): PhoneRecord['tokens'] & { liveActivityStart: string } {
    return { ...this.tokens, liveActivityStart: this.#activities.startToken };
  }

  view(): PhoneView {
    return {
      ...this.#identity,
      environment: this.#installation.environment,
      ...(this.#link && { registration: this.#link.registration }),
      ...this.#now,
      ...this.#tray.view(),
      ...this.#background.view(),
      ...(this.#replyProblem !== undefined && { replyProblem: this.#replyProblem }),
      activities: this.#appCalls.withoutOwnCards(this.#activities.view()),
      call: this.#calls.shown,
      ...(this.#calls.second && { secondCall: this.#calls.second }),
      ...this.#appCalls.view(),
    };
  }

  record(): PhoneRecord {
    const liveActivityToken = this.#activities.startToken;
    const kept = { tray: this.#tray.record(), recents: this.#appCalls.recents.record };
    return { ...this.#identity, tokens: this.tokens, liveActivityToken, ...this.#now, ...kept };
  }

  /**
   * The app's process starts, for the first time or with the lab: it registers, and reports if it is in the foreground.
   */
  async launch(): Promise<void> {
    if (this.#now.state === 'killed') return;
    await (this.#now.state === 'foreground' ? this.#link?.enterForeground() : this.#link?.register());
  }

  /** @returns once the app has reported to the server, or failed to. */
  async change(change: PhoneChange): Promise<void> {
    const { network, permission, appVersion, reportsCalls, reportDelayMs, state, locale, timeZone, territory } = change;
    const { clockErrorMs, wrongEnvironment, restarted, uninstalled } = change;
    const { allowsAlerts, allowsSounds, allowsBadges, focus, focusAllows, summary, holdsBackgroundPushes } = change;
    const shown = { permission, allowsAlerts, allowsSounds, allowsBadges, focus, focusAllows, summary };
    this.#set(
      withoutUndefined({ ...shown, holdsBackgroundPushes, appVersion, reportsCalls, reportDelayMs, clockErrorMs }),
    );
    if (clockErrorMs !== undefined) this.#brain.setClock?.(clockErrorMs);
    if (holdsBackgroundPushes === false) this.#background.release();
    // What waited comes now.
    if (summary === false) this.#tray.deliverSummary();
    if (uninstalled) return this.#uninstall();
    if (restarted) await this.#restart();
    if (wrongEnvironment !== undefined) await this.#settle({ wrongEnvironment });
    if (locale || timeZone || territory) await this.#settle(withoutUndefined({ locale, timeZone, territory }));
    if (network) await this.#switchNetwork(network);
    if (state) await this.#switchState(state);
  }

  /**
   * @param details what the user taps, and what the user does with it.
   * @returns once the app has reported to the server, or failed to.
   */
  async act(action: PhoneAction, details: ActionDetails = {}): Promise<void> {
    switch (action) {
      case 'open':
        this.#notifications.noteTap(details.messageId);
        return this.#switchState('foreground');
      case 'home':
        await this.#unlock();
        return this.#leaveForeground();
      case 'lock':
        this.#set({ locked: true });
        return this.#leaveForeground();
      case 'kill':
        return this.#switchState('killed');
      case 'clear':
        this.#tray.clear();
        this.#calls.clear();
        return this.#ports.onChange();
      case 'dismiss':
        this.#notifications.dismiss(details);
        return this.#ports.onChange();
      case 'deliverSummary':
        this.#tray.deliverSummary();
        return this.#ports.onChange();
      case 'respond':
        this.#replyProblem = await this.#notifications.respond(details);
        return this.#ports.onChange();
      case 'seeRecents':
        this.#appCalls.recents.see();
        return this.#ports.onChange();
      case 'callBack':
        return this.#appCalls.callBack(details.callId);
      case 'join':
        return this.#appCalls.join(this.#activities.view().find(({ activityId }) => activityId === details.activityId));
      default:
        return this.#calls.press(action);
    }
  }

  /** The user has another nickname now. */
  renameUser(userName: string): void {
    this.#identity = { ...this.#identity, userName };
    this.#ports.onChange();
  }

  /** Whether the app is in the foreground, with a network: then the team reaches it without a push. */
  get isOpen(): boolean {
    return this.#now.installed && this.#now.state === 'foreground' && this.#now.network === 'on';
  }

  /** Ends its timers. The app stays installed. */
  stop(): void {
    this.#voip.stop();
    this.#link?.stop();
    this.#calls.stop();
    this.#receipts.stop();
    this.#activities.stop();
  }

  /** The phone is removed: from now on APNs answers its tokens with 410. */
  discard(): void {
    this.#installation.uninstall();
    this.stop();
  }

  #receive(push: DeliveredPush): void {
    if (push.kind === 'voip') this.#voip.receive(push);
    else {
      if (asksForApp(push.payload)) this.#background.receive(push);
      this.#notifications.receive(push);
    }
    this.#ports.onChange();
  }

  /** The app runs in the background, for a push that asks for that. */
  #wakeApp(push: DeliveredPush): void {
    this.#launchApp();
    const stopped = readStoppedRing(push.payload);
    if (stopped) this.#calls.hear(stopped);
    this.#notifications.hearInBackground(push);
    this.#ports.onChange();
  }

  /** Something changes that the app reports when it registers. */
  async #settle(changed: Partial<PhoneNow>): Promise<void> {
    this.#set(changed);
    if (this.#now.installed && this.#now.state !== 'killed') await this.#link?.register();
  }

  /** The app's process starts in the background, unless it runs, and registers as at each of its starts. */
  #launchApp(): void {
    if (this.#now.state !== 'killed') return;
    this.#set({ state: 'background', forceQuit: false });
    void this.#link?.register();
  }

  async #switchState(state: AppState): Promise<void> {
    // The user may have tapped a banner over the open app.
    if (!this.#now.installed || state === this.#now.state) return this.#receipts.say();
    if (state === 'background') {
      // A killed app can only come to the background by itself: by a VoIP push, or as here by being launched.
      if (this.#now.state === 'killed') this.#set({ state, forceQuit: false });
      else await this.#unlock();
      return this.#leaveForeground();
    }
    if (state === 'killed') {
      await this.#leaveForeground();
      this.#die();
      this.#background.discard();
      return this.#set({ forceQuit: true });
    }
    const ring = this.#tray.ringingCall(this.#clock.steadyNowMs());
    // When it is opened, the app finds what iOS shows.
    for (const message of this.#tray.messages()) this.#receipts.note(message, 'delivered', 'shown');
    const { counted } = this.#tray;
    this.#tray.markSeen();
    this.#set({ state, locked: false, beforeFirstUnlock: false, forceQuit: false });
    this.#background.forgetLosses();
    this.#background.release();
    if (this.#now.reportsCalls) this.#set({ voip: { blocked: false, missedReports: 0 } });
    if (ring) this.#calls.join(ring);
    await Promise.all([
      this.#link?.enterForeground(counted),
      this.#receipts.say(),
      this.openApp.catchUp(),
      this.#activities.catchUp(),
    ]);
  }

  async #leaveForeground(): Promise<void> {
    if (this.#now.state !== 'foreground') return;
    this.#set({ state: 'background' });
    await this.#link?.enterBackground();
  }

  async #switchNetwork(network: Network): Promise<void> {
    if (network === this.#now.network) return;
    this.#set({ network });
    this.#brain.setNetwork?.(network === 'on');
    if (this.#now.installed) this.#installation.setReachable(network === 'on');
    if (network === 'off' || this.#now.state === 'killed') return;
    await Promise.all([
      this.#link?.catchUp(),
      this.#calls.catchUp(),
      this.#receipts.say(),
      this.openApp.catchUp(),
      this.#activities.catchUp(),
    ]);
  }

  #uninstall(): void {
    if (!this.#now.installed) return;
    this.#installation.uninstall();
    this.#die();
    this.#tray.forget();
    this.#calls.forget();
    this.#activities.forget();
    this.#set({ installed: false });
  }

  /** The app does not run until a push or its user starts it, and has no login until the phone is unlocked. */
  async #restart(): Promise<void> {
    if (this.#now.installed) await this.#switchState('killed');
    this.#background.forgetLosses();
    this.#set({ locked: true, beforeFirstUnlock: true, forceQuit: false });
  }

  async #unlock(): Promise<void> {
    const isFirst = this.#now.beforeFirstUnlock;
    this.#set({ locked: false, beforeFirstUnlock: false });
    if (isFirst && this.#now.state !== 'killed') await this.#link?.catchUp();
  }

  /** The app's process ends without any report. */
  #die(): void {
    this.#now = { ...this.#now, state: 'killed' };
    this.#voip.stop();
    this.#link?.appDied();
    this.#calls.appDied();
  }

  #set(change: Partial<PhoneNow>): void {
    this.#now = { ...this.#now, ...change };
    this.#ports.onChange();
  }
}
