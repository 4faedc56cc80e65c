/**
 * One iPhone and Apple's path to it, for random lives: it calls Ringpost's flows as an app does, and knows what really
 * became of each push.
 */
import type { HostPush } from '../../../shared/apns/ports.ts';
import { type ApnsAnswer, type ApnsOutcome, answerOf } from '../../../shared/apns/rules/outcome.ts';
import { plainPayload } from '../../../shared/apns/rules/preparedPayload.ts';
import { register } from '../../../shared/devices/flows/register.ts';
import { setPresence } from '../../../shared/messages/flows/setPresence.ts';
import { isRefusal } from '../../../shared/platform/refusal.ts';
import type { SilenceCause } from '../../../shared/push/rules/silence/verdict.ts';
import { appId, isoTime, tokenHex } from '../factories.ts';
import type { MemoryPorts } from '../memory/ports.ts';
import { receiveReceiptByTicket } from '../receivedReceipts.ts';

export const userId = 'bob';
export const deviceId = 'phone-1';

/**
 * Causes that each alone would have kept a push from being reported. Those that no verdict names: Apple lost it, and Apple
 * stored another push instead.
 */
export type Truth = SilenceCause | 'lost' | 'displaced';

export type PhoneEvent =
  | 'open'
  | 'lose_network'
  | 'find_network'
  | 'turn_off'
  | 'turn_on'
  | 'log_out'
  | 'remove_app'
  | 'force_quit'
  | 'focus'
  | 'sleep'
  | 'update';

export interface PhoneTraits {
  permission: 'authorized' | 'provisional' | 'denied' | 'notDetermined';
  /** Apple stores one push for the app, or several: its pages disagree. */
  storesOne: boolean;
  /** When it is opened, the app reports the notifications that iOS shows. */
  reportsShown: boolean;
  /** How long Apple goes on accepting pushes for an app that is gone. */
  deathKnownAfterMs: number;
  /** Whether the app reports calls to CallKit, and that to the server. */
  reportsCalls: 'always' | 'never' | 'until_update';
}

/** A push under way. */
interface SentPush {
  headers: HostPush['headers'];
  id: string;
  isRecall: boolean;
  ticket: string | undefined;
  isVoip: boolean;
  isAlert: boolean;
  runsExtension: boolean;
  wakesApp: boolean;
  expiresAtMs: number;
  /** Whether alerts were allowed when it was sent. */
  wasAllowed: boolean;
}

const inFrontMs = 90_000;

export class PhoneInLife {
  /** Epoch milliseconds: when the server last heard of the app, by any request but a receipt. */
  heardAtMs = 0;
  /** The last permission that the app could report. */
  saidPermission: string | undefined;
  /** Apple has answered that the app is gone. */
  isKnownDead = false;
  hasLoggedOut = false;
  /** What Apple does with the next push to a message: the default is to take it. */
  fate: 'take' | 'lose' | 'refuse' | 'busy' = 'take';

  /** By message or call. */
  readonly #truths = new Map<string, Set<Truth>>();
  readonly #ports: MemoryPorts;
  readonly #traits: PhoneTraits;
  #permission: PhoneTraits['permission'];
  #isConnected = true;
  #isInstalled = true;
  #isLoggedIn = true;
  #isForceQuit = false;
  #sleeps = false;
  #version = '1.0';
  #saidVersion: string | undefined;
  readonly #reportedVersions = new Set<string>();
  #frontUntilMs = 0;
  #owesRegistration = false;
  #removedAtMs = Number.POSITIVE_INFINITY;
  #stored: SentPush[] = [];
  #held: SentPush[] = [];
  readonly #shown = new Map<string, SentPush>();

  constructor(ports: MemoryPorts, traits: PhoneTraits) {
    this.#ports = ports;
    this.#traits = traits;
    this.#permission = traits.permission;
    ports.apns.push = (request) => this.#atApple(request);
  }

  /** The app, in the version that it last registered, has reported a call. */
  get hasReportedCalls(): boolean {
    return this.#saidVersion !== undefined && this.#reportedVersions.has(this.#saidVersion);
  }

  get #nowMs(): number {
    return this.#ports.clock.nowMs();
  }

  async live(event: PhoneEvent): Promise<void> {
    switch (event) {
      case 'open':
        return this.#open();
      case 'lose_network':
        this.#isConnected = false;
        return;
      case 'find_network':
        return this.#connect();
      case 'turn_off':
        this.#permission = 'denied';
        return;
      case 'turn_on':
        // From Settings a user goes back to the app. Without a network nobody bothers.
        if (!this.#isConnected || !this.#isInstalled) return;
        this.#permission = 'authorized';
        return this.#open();
      case 'log_out':
        // On this phone, or by the team's server while it is off.
        this.#isLoggedIn = false;
        this.hasLoggedOut = true;
        await this.#ports.devices.remove(userId, deviceId);
        return;
      case 'remove_app':
        if (!this.#isInstalled) return;
        this.#isInstalled = false;
        this.#removedAtMs = this.#nowMs;
        this.#shown.clear();
        return;
      case 'force_quit':
        this.#isForceQuit = true;
        this.#frontUntilMs = 0;
        return;
      case 'sleep':
        this.#sleeps = true;
        return;
      case 'update':
        // The App Store installs it; the app registers when it next runs.
        this.#version = '2.0';
        return;
      case 'focus':
        // It silences, and costs no receipt.
        return;
    }
  }

  /** What is true of a push about which Apple or the phone has not decided when somebody asks. */
  settle(id: string): ReadonlySet<Truth> {
    const truth = this.#truthOf(id);
    const stored = this.#stored.find((push) => push.id === id && !push.isRecall);
    if (stored !== undefined) {
      truth.add('phone_away').add('not_opened_since_token');
      if (stored.expiresAtMs <= this.#nowMs) truth.add('expired');
      this.#keep(stored);
    }
    const held = this.#held.find((push) => push.id === id);
    if (held !== undefined) this.#keep(held, 'low_priority');
    return truth;
  }

  async #open(): Promise<void> {
    if (!this.#isInstalled) return;
    this.#isForceQuit = false;
    this.#frontUntilMs = this.#nowMs + inFrontMs;
    this.#sleeps = false;
    await this.#sayRegistration();
    for (const push of this.#held.splice(0)) await this.#arrive(push);
    const shown = [...this.#shown.values()];
    this.#shown.clear();
    if (this.#traits.reportsShown && this.#isConnected) for (const push of shown) await this.#report(push);
  }

  async #sayRegistration(): Promise<void> {
    if (!this.#isLoggedIn) return;
    this.#owesRegistration = !this.#isConnected;
    if (!this.#isConnected) return;
    const token = (kind: string) => ({ token: tokenHex(`${deviceId} ${kind}`), environment: 'production' as const });
    const registration = { userId, deviceId, appId, tokens: { alert: token('alert'), voip: token('voip') } };
    const facts = { permission: this.#permission, appVersion: this.#version };
    const stage = { ...this.#ports, stageApps: { isKnown: () => true } };
    await register(stage, { ...registration, ...facts });
    this.#ports.clock.advance(300);
    if (this.#frontUntilMs > this.#nowMs) {
      await setPresence(this.#ports, { userId, deviceId, state: 'foreground', ttlSeconds: inFrontMs / 1000 });
    }
    this.saidPermission = this.#permission;
    this.#saidVersion = this.#version;
    this.heardAtMs = this.#nowMs;
  }

  async #connect(): Promise<void> {
    if (this.#isConnected) return;
    this.#isConnected = true;
    // The process catches up, unless it is gone.
    if (this.#owesRegistration && this.#isInstalled && !this.#isForceQuit) await this.#sayRegistration();
    for (const push of this.#stored.splice(0)) {
      if (push.expiresAtMs > this.#nowMs) await this.#arrive(push);
      else this.#keep(push, 'expired');
    }
  }

  async #atApple(request: HostPush): Promise<ApnsAnswer> {
    const { headers } = request;
    const refuse = (status: number, reason: string, timestampMs?: number): ApnsOutcome => ({
      kind: 'rejected',
      status,
      reason,
      apnsId: headers['apns-id'],
      ...(timestampMs !== undefined && { timestampMs }),
    });
    const push = { ...readPush(request), wasAllowed: this.#allowsAlerts };
    const fate = push.isRecall ? 'take' : this.fate;
    if (this.#nowMs >= this.#removedAtMs + this.#traits.deathKnownAfterMs) {
      this.isKnownDead = true;
      this.#keep(push, 'rejected');
      return answerOf(refuse(410, 'Unregistered', this.#removedAtMs));
    }
    if (fate === 'refuse') {
      this.#keep(push, 'rejected');
      return answerOf(refuse(400, 'BadTopic'));
    }
    if (fate === 'busy') {
      this.#keep(push, 'on_its_way');
      return answerOf(refuse(503, 'ServiceUnavailable'));
    }
    if (fate === 'lose') this.#keep(push, push.isVoip ? 'phone_unreachable' : 'lost');
    else await this.#deliver(push);
    return answerOf({ kind: 'accepted', status: 200, apnsId: headers['apns-id'] });
  }

  async #deliver(push: SentPush): Promise<void> {
    if (!this.#isInstalled) return this.#keep(push, 'app_removed');
    if (this.#isConnected) return this.#arrive(push);
    if (push.isVoip) return this.#keep(push, 'phone_unreachable');
    if (push.expiresAtMs <= this.#nowMs) return this.#keep(push, 'expired');
    const collapseId = push.headers['apns-collapse-id'];
    const isDisplaced = (other: SentPush) => {
      if (collapseId !== undefined && other.headers['apns-collapse-id'] === collapseId) {
        this.#keep(other, push.isRecall ? 'recalled' : 'replaced');
        return true;
      }
      if (this.#traits.storesOne) this.#keep(other, 'displaced');
      return this.#traits.storesOne;
    };
    this.#stored = [...this.#stored.filter((other) => !isDisplaced(other)), push];
  }

  async #arrive(push: SentPush): Promise<void> {
    if (!this.#isInstalled) return this.#keep(push, 'app_removed');
    if (push.isRecall) {
      this.#shown.delete(push.id);
      return;
    }
    if (push.isVoip) {
      const { reportsCalls } = this.#traits;
      const reports = reportsCalls === 'always' || (reportsCalls === 'until_update' && this.#version === '1.0');
      // iOS starts the app for it, which registers as at each start.
      if (this.#isForceQuit) await this.#sayRegistration();
      return reports ? this.#report(push) : this.#keep(push, 'app_does_not_report');
    }
    if (push.headers['apns-priority'] === '1' && this.#sleeps) {
      this.#held.push(push);
      return;
    }
    const isInFront = this.#frontUntilMs > this.#nowMs;
    if (!push.isAlert) return this.#isForceQuit ? this.#keep(push, 'not_woken') : this.#report(push);
    if (!this.#allowsAlerts) return this.#keep(push, 'permission_off');
    if (isInFront || push.runsExtension || (push.wakesApp && !this.#isForceQuit)) return this.#report(push);
    this.#keep(push, push.wakesApp ? 'not_woken' : 'no_extension');
    this.#shown.set(push.id, push);
  }

  async #report(push: SentPush): Promise<void> {
    const { ticket = '', isVoip } = push;
    // The kit keeps a report until it has a network; here a phone with a push has one.
    const event = isVoip ? 'callReported' : 'delivered';
    const answer = await receiveReceiptByTicket(this.#ports, ticket, { event, at: isoTime(this.#nowMs) });
    if (isRefusal(answer)) return this.#keep(push, 'device_gone');
    if (isVoip && this.#saidVersion !== undefined) this.#reportedVersions.add(this.#saidVersion);
  }

  /** What has become of the push, and what would have kept it from being reported in any case. */
  #keep(push: SentPush, ...truths: Truth[]): void {
    const { id, isRecall, isAlert, runsExtension, wakesApp } = push;
    if (isRecall) return;
    const known = this.#truthOf(id);
    for (const truth of truths) known.add(truth);
    if (isAlert && !this.#allowsAlerts && !push.wasAllowed) known.add('permission_off');
    if (isAlert && !runsExtension && !wakesApp) known.add('no_extension');
  }

  get #allowsAlerts(): boolean {
    return this.#permission === 'authorized' || this.#permission === 'provisional';
  }

  #truthOf(id: string): Set<Truth> {
    const known = this.#truths.get(id) ?? new Set();
    this.#truths.set(id, known);
    return known;
  }
}

function readPush({ headers, payload }: HostPush): Omit<SentPush, 'wasAllowed'> {
  const plain = plainPayload(payload) as {
    aps?: Record<string, unknown>;
    ringpost?: { messageId?: string; receipt?: string; recalled?: true } | number;
    callId?: string;
    ticket?: string;
  };
  const { aps = {}, ringpost, callId } = plain;
  const reference = typeof ringpost === 'object' ? ringpost : {};
  return {
    headers,
    id: reference.messageId ?? callId ?? '',
    isRecall: reference.recalled === true,
    ticket: reference.receipt ?? plain.ticket,
    isVoip: headers['apns-push-type'] === 'voip',
    isAlert: headers['apns-push-type'] === 'alert',
    runsExtension: aps['mutable-content'] === 1,
    wakesApp: aps['content-available'] === 1,
    expiresAtMs: Number(headers['apns-expiration'] ?? 0) * 1000,
  };
}
