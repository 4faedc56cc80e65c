/**
 * The fake Apple: an APNs host for production and one for development, over TLS and HTTP/2 on 127.0.0.1, with their own
 * certificate authority and credentials. Strict where Apple documents strictness, with faults on request. Needs no
 * account, no network and nothing else of this project, so other projects' tests can use it:
 *
 * @example
 * ```ts
 * import { openDataDirectory } from './lab/dataDirectory.ts';
 * import { startApple } from './lab/apple/startApple.ts';
 *
 * const apple = await startApple({ data: openDataDirectory(undefined) });
 * const { token } = apple.credentials('com.example.app'); // the p8 key: keyId, teamId, privateKeyPem
 * const phone = apple.install({
 *   bundleId: 'com.example.app',
 *   environment: 'production',
 *   phoneId: 'phone-1',
 *   onPush: (push) => console.log(push.payload),
 * });
 * // POST /3/device/<phone.tokens.alert> to apple.origins.production, trusting apple.caPem.
 * apple.addFault({ kind: 'status', reason: 'TooManyRequests', match: phone.tokens.alert, count: 1 });
 * console.log(apple.pushes()); // every request that was answered
 * await apple.stop();
 * ```
 */
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { ListeningServer } from '../aws/protocol/listen.ts';
import type { DataDirectory } from '../state/dataDirectory.ts';
import { type ApnsHost, startApnsHost } from './apnsHost.ts';
import type { Apple } from './apple.ts';
import { openAuthority } from './authority.ts';
import { createChannels } from './channels.ts';
import { createDeliveryMetrics } from './deliveryMetrics.ts';
import { openDeveloperAccount } from './developerAccount.ts';
import { createFaults } from './faults.ts';
import { createInstallations } from './installations.ts';
import { startMetricsHost } from './metricsHost.ts';
import { createMetricsService, type MetricsService } from './metricsService.ts';
import type { EnvironmentKeyReason } from './providerTokenCheck.ts';
import { createPushLog } from './pushLog.ts';
import { createPushService } from './pushService.ts';

export interface AppleOptions {
  /** Where the CA, the token key and the apps' certificates are kept. */
  data: DataDirectory;
  /** Epoch milliseconds: for ages, expirations and timestamps. */
  clock?: (() => number) | undefined;
  /**
   * After a rejected push (except 410), limits a connection to one stream at a time until a push is accepted, as others
   * have observed of APNs. Off by default.
   */
  throttlesAfterRefusal?: boolean | undefined;
  /** `BadEnvironmentKeyIdInToken` for the spelling that Apple documents; otherwise the one that APNs really sends. */
  environmentKeyReason?: EnvironmentKeyReason | undefined;
  /** Ports of the hosts; 0, or absent: any free port. */
  ports?: Readonly<Partial<Record<ApnsEnvironment, number>>> | undefined;
}

/** @throws Error that says what to do if a port is not available; then nothing is left running. */
export async function startApple(options: AppleOptions): Promise<Apple> {
  const { data, clock = Date.now, throttlesAfterRefusal = false, environmentKeyReason, ports = {} } = options;
  const authority = openAuthority(data, clock);
  const account = openDeveloperAccount(data, authority, clock);
  const channels = { production: createChannels(clock), development: createChannels(clock) };
  const metrics = createDeliveryMetrics(clock);
  const installations = createInstallations(clock, channels, metrics);
  const faults = createFaults();
  const log = createPushLog(clock);
  let aheadMs = 0;

  function startHost(environment: ApnsEnvironment): Promise<ApnsHost> {
    const service = createPushService({
      ...account,
      host: environment,
      clock: () => clock() + aheadMs,
      installations,
      faults,
      channels: channels[environment],
      environmentKeyReason,
    });
    return startApnsHost({
      ...authority.host,
      port: ports[environment] ?? 0,
      admit(certificate) {
        const { fingerprint256 } = certificate;
        const scope = account.isRevokedCertificate(fingerprint256) ? undefined : authority.admit(certificate);
        return scope && { ...scope, fingerprint256 };
      },
      environment,
      service,
      onAnswered: (request, answer) => log.add(service.describe(request, answer)),
      throttlesAfterRefusal,
    });
  }
  const production = await startHost('production');
  const development = await startHost('development').catch(async (error) => {
    await production.stop();
    throw error;
  });

  const metricsService: MetricsService = createMetricsService({
    teamId: account.teamId,
    origin: () => metricsHost.url,
    clock,
    metrics,
  });
  const metricsHost: ListeningServer = await startMetricsHost(authority.host, () => metricsService).catch(
    async (error) => {
      await Promise.all([production.stop(), development.stop()]);
      throw error;
    },
  );

  return {
    metricsOrigin: metricsHost.url,
    metricsExports: metricsService,
    origins: { production: production.origin, development: development.origin },
    caPem: authority.caPem,
    credentials: account.credentials,
    makeTokenKey: account.makeTokenKey,
    makeCertificate: (request) => authority.issue(request, account.teamId),
    revokeTokenKey: account.revokeTokenKey,
    revokeCertificate: account.revokeCertificate,
    install: installations.install,
    followChannel(deviceToken, channelId, onPush) {
      const record = installations.find(deviceToken);
      if (record === undefined) throw new Error(`no phone has the device token ${deviceToken}: install an app first`);
      return record.followChannel(channelId, onPush);
    },
    setBroadcastCapability(bundleId, isOn) {
      account.setBroadcastCapability(bundleId, isOn);
      if (!isOn) for (const ofHost of Object.values(channels)) ofHost.removeAll(bundleId);
    },
    pushes: log.list,
    onAnswered: log.subscribe,
    sendAway(reason) {
      production.sendAway(reason);
      development.sendAway(reason);
    },
    restoreCredentials: account.restoreCredentials,
    setClockAhead(milliseconds) {
      aheadMs = milliseconds;
    },
    addFault: faults.add,
    activeFaults: faults.list,
    clearFaults: faults.clear,
    async stop() {
      await Promise.all([production.stop(), development.stop(), metricsHost.stop()]);
    },
  };
}
