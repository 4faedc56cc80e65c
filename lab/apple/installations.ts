/**
 * The apps on the phones, as Apple knows them: their device tokens, and the one push that waits for each app while its
 * phone is unreachable. Apple, "Viewing the status of push notifications": one stored notification per bundle ID and
 * device.
 */
import { randomBytes } from 'node:crypto';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { AcceptedPush, Installation, InstallRequest } from './apple.ts';
import type { Channels, Following } from './channels.ts';
import type { KnownToken } from './checks.ts';
import type { DeliveryMetrics, PushState } from './deliveryMetrics.ts';
import { type TopicKind, topicFor } from './pushTypes.ts';

/** A device token, with how APNs handles a push to it. */
export interface DeviceTokenRecord extends KnownToken {
  phoneId: string;
  /** Delivers an accepted push, or stores it, or drops it. */
  receive(push: AcceptedPush): void;
  /** See `Apple`. @throws Error if the app has no such channel. */
  followChannel(channelId: string, onPush: (push: AcceptedPush) => void): () => void;
}

export interface Installations {
  install(request: InstallRequest): Installation;
  /** @param token lower-case hex. */
  find(token: string): DeviceTokenRecord | undefined;
}

/** The broadcast channels of each host. */
export type ChannelsOfHosts = Readonly<Record<ApnsEnvironment, Channels>>;

export function createInstallations(
  clock: () => number,
  channels: ChannelsOfHosts,
  metrics: DeliveryMetrics,
): Installations {
  const records = new Map<string, DeviceTokenRecord>();
  return {
    find: (token) => records.get(token),
    install: (request) => install(request, records, clock, channels[request.environment], metrics),
  };
}

function install(
  request: InstallRequest,
  records: Map<string, DeviceTokenRecord>,
  clock: () => number,
  channels: Channels,
  metrics: DeliveryMetrics,
): Installation {
  const { bundleId, environment, phoneId, onPush, isDisabled = () => false } = request;
  const tokens = request.tokens ?? { alert: newDeviceToken(), voip: newDeviceToken() };
  const line = openLine({
    clock,
    isDisabled,
    count({ headers }, state) {
      // Apple's metrics are of production.
      if (environment === 'production') metrics.count(bundleId, headers['apns-push-type'] ?? 'alert', state);
    },
  });
  const own: DeviceTokenRecord[] = [];
  const followings = new Set<Following>();

  function register(token: string, kind: TopicKind, deliver: (push: AcceptedPush) => void): void {
    const receive = (push: AcceptedPush) => line.send(push, deliver);
    const record: DeviceTokenRecord = {
      environment,
      phoneId,
      topic: topicFor(bundleId, kind),
      receive,
      followChannel,
    };
    records.set(token, record);
    own.push(record);
  }
  function followChannel(channelId: string, deliver: (push: AcceptedPush) => void): () => void {
    const channel = channels.find(bundleId, channelId);
    if (channel === undefined) throw new Error(`${bundleId} has no channel ${channelId} in ${environment}: create it`);
    const following = channels.follow(channel, { isReachable: line.isReachable, deliver });
    followings.add(following);
    return () => {
      followings.delete(following);
      following.end();
    };
  }
  function die(reason: 'Unregistered' | 'ExpiredToken'): void {
    line.clear();
    for (const following of followings) following.end();
    for (const record of own) record.dead ??= { reason, sinceMs: clock() };
  }

  register(tokens.alert, 'alert', (push) => onPush({ ...push, kind: 'alert' }));
  register(tokens.voip, 'voip', (push) => onPush({ ...push, kind: 'voip' }));
  return {
    bundleId,
    environment,
    tokens,
    setReachable(reachable) {
      line.setReachable(reachable);
      if (reachable) for (const following of followings) following.catchUp();
    },
    uninstall: () => die('Unregistered'),
    expireTokens: () => die('ExpiredToken'),
    addToken(kind, deliver, token = newDeviceToken()) {
      register(token, kind, deliver);
      return token;
    },
  };
}

interface StoredPush {
  push: AcceptedPush;
  expiresAtMs: number;
  deliver(): void;
}

interface LineOptions {
  clock(): number;
  isDisabled(): boolean;
  /** Counts what became of a push. */
  count(push: AcceptedPush, state: PushState): void;
}

/** The path from APNs to one installation: open, or closed with room for one push. */
function openLine({ clock, isDisabled, count }: LineOptions) {
  let reachable = true;
  let stored: StoredPush | undefined;
  /** Only alerts are shown. The phone of the lab gets the others too, and decides itself. */
  const isShownTo = ({ headers }: AcceptedPush) => headers['apns-push-type'] !== 'alert' || !isDisabled();
  return {
    isReachable: () => reachable,
    send(push: AcceptedPush, deliver: (push: AcceptedPush) => void): void {
      const expiresAtMs = storedUntilMs(push.headers['apns-expiration'], clock());
      if (reachable) {
        count(push, isShownTo(push) ? 'delivered' : 'disabled');
        deliver(push);
      } else if (expiresAtMs > clock()) {
        // The one that it replaces is not counted: Apple has no state for it.
        count(push, 'stored');
        stored = { push, expiresAtMs, deliver: () => deliver(push) };
      } else count(push, 'expired');
    },
    setReachable(next: boolean): void {
      reachable = next;
      if (!reachable || stored === undefined) return;
      const { push, expiresAtMs, deliver } = stored;
      stored = undefined;
      if (expiresAtMs <= clock()) {
        count(push, 'expired');
        return;
      }
      count(push, isShownTo(push) ? 'deliveredFromStorage' : 'disabledFromStorage');
      deliver();
    },
    clear(): void {
      if (stored !== undefined) count(stored.push, 'unregisteredFromStorage');
      stored = undefined;
    },
  };
}

const storageLimitMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Without `apns-expiration` APNs stores a push for its limit, 30 days; `0` and the past mean one attempt and no
 * storage.
 */
function storedUntilMs(expiration: string | undefined, nowMs: number): number {
  const limitMs = nowMs + storageLimitMs;
  return expiration === undefined ? limitMs : Math.min(Number(expiration) * 1000, limitMs);
}

function newDeviceToken(): string {
  return randomBytes(32).toString('hex');
}
