import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricsToken } from '../../../../shared/credentials/rules/metricsToken.ts';
import { watchLedger } from '../../../../shared/ledger/flows/watchLedger.ts';
import { ledgerStore } from '../../../../shared/ledger/table/ledgerStore.ts';
import { statisticsStore } from '../../../../shared/push/table/statisticsStore.ts';
import { type MetricsWorld, startMetricsWorld } from '../../../support/lab/metricsWorld.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { captureMetrics } from '../../../support/memory/captureMetrics.ts';
import { useTable } from '../../../support/table.ts';

const table = useTable();
const appId = 'com.example.chat';
const dayMs = 24 * 60 * 60 * 1000;
const stage = { stageOption: '--stage prod', secretsPrefix: 'ringpost/prod' };
const group = { appId, appVersion: '4.2.0', osVersion: '26.4', environment: 'production' };

let world: MetricsWorld;
let token: MetricsToken;
beforeEach(async () => {
  world = await startMetricsWorld();
  token = world.tokenOf(appId);
});
afterEach(() => world.stop());

/** Pushes of three days ago: what Ringpost counted, and what Apple did. */
async function sendOn(accepted: number, apple: () => void) {
  world.clock.advance(-3 * dayMs);
  const { clock } = world;
  await statisticsStore(table()).add(clock.nowMs(), [], [{ ...group, counters: { accepted } }]);
  apple();
  clock.advance(3 * dayMs);
}

function watching() {
  const log = captureLog();
  const metrics = captureMetrics();
  const ports = {
    clock: world.clock,
    exports: world.exports,
    ledger: ledgerStore(table()),
    statistics: statisticsStore(table()),
    log,
    metrics,
  };
  const recorded = () => Object.fromEntries(metrics.recorded.map(({ name, value }) => [name, value]));
  return { ports, log, recorded, watch: () => watchLedger(ports, new Map([[appId, token]]), stage) };
}

describe("the watch of Apple's counts", () => {
  it('stores them by day, and finds that they agree', async () => {
    // Prepare
    await sendOn(104, () => {
      world.count(appId, 'delivered', 73);
      world.count(appId, 'disabled', 31);
    });
    const { watch, ports, recorded } = watching();

    // Act
    const findings = await watch();

    // Assess
    expect(findings).toEqual([]);
    expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 0 });
    expect(await ports.ledger.read('2026-11-01', '2026-11-30')).toEqual([
      {
        appId,
        day: '2026-11-19',
        requestedAtMs: Date.parse('2026-11-22T12:00:00Z'),
        counts: [
          { pushType: 'alert', status: 'Delivered to Device', count: 70 },
          { pushType: 'alert', status: 'Discarded - Disabled', count: 30 },
        ],
      },
    ]);
    expect(await ports.ledger.read('2026-11-20', '2026-11-30')).toEqual([]);
    expect(await ports.ledger.findExport(appId)).toBeUndefined();
  });

  it('names a day on which Apple counts fewer than rounding explains', async () => {
    // Prepare
    await sendOn(500, () => world.count(appId, 'delivered', 400));
    const { watch, log, recorded } = watching();

    // Act
    await watch();

    // Assess
    expect(recorded()).toEqual({ LedgerDaysShort: 1, LedgersUnread: 0 });
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'Apple counts fewer pushes',
      fields: { appId, day: '2026-11-19', accepted: 500, apple: 400, difference: 100, rounding: 45 },
    });
  });

  it('does not judge a day that Apple may still add to, nor one on which others push too', async () => {
    // Prepare
    await sendOn(100, () => world.count(appId, 'delivered', 400));
    world.clock.advance(-dayMs);
    await statisticsStore(table()).add(world.clock.nowMs(), [], [{ ...group, counters: { rung: 1000 } }]);
    world.count(appId, 'delivered', 10, 'voip');
    world.clock.advance(dayMs);
    const { watch, recorded } = watching();

    // Act
    await watch();

    // Assess
    expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 0 });
  });

  it('waits for Apple some seconds, and goes on the next day', async () => {
    // Prepare
    await sendOn(100, () => world.count(appId, 'delivered', 100));
    world.service.setProcessing(6);
    const { watch, ports, recorded, log } = watching();

    // Act
    await watch();
    const open = await ports.ledger.findExport(appId);
    const waitedMs = world.clock.waitsMs.reduce((sum, each) => sum + each, 0);
    world.clock.advance(dayMs);
    world.service.setProcessing(0);
    await watch();

    // Assess
    expect(open).toMatchObject({ startDay: '2026-10-24', endDay: '2026-11-21' });
    expect(waitedMs).toBeLessThan(25_000);
    expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 0 });
    expect(log.lines.map(({ message }) => message)).toEqual(["Apple's counts are not ready", "Apple's counts read"]);
    expect(await ports.ledger.findExport(appId)).toBeUndefined();
    // Of the first export, and then of the second.
    const [day] = await ports.ledger.read('2026-11-19', '2026-11-19');
    expect(day?.requestedAtMs).toBeGreaterThan(Date.parse('2026-11-23T00:00:00Z'));
  });

  it('requests another export when one is open for days', async () => {
    // Prepare
    world.service.setProcessing(1000);
    const { watch, ports } = watching();

    // Act
    await watch();
    world.clock.advance(3 * dayMs);
    world.service.setProcessing(0);
    await watch();

    // Assess
    expect(await ports.ledger.findExport(appId)).toBeUndefined();
  });

  it('finds a token that Apple does not accept', async () => {
    // Prepare
    world.service.revokeToken(token.token);
    const { watch, recorded, log } = watching();

    // Act
    const findings = await watch();

    // Assess
    expect(findings).toMatchObject([
      { code: 'metrics_token_refused', severity: 'warning', appId, credentialId: 'metrics-token' },
    ]);
    expect(findings[0]?.fix).toContain(`credentials add --metrics-token <file> --app ${appId} --stage prod`);
    expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 1 });
    expect(log.lines).toEqual([
      { level: 'warn', message: "Apple's counts not read", fields: { appId, outcome: 'refused', status: 401 } },
    ]);
    expect(JSON.stringify([findings, log.lines])).not.toContain(token.token);
  });

  it.each(['FAILED', 'EXPIRED'] as const)(
    'reports an export that is %s, and asks again the next day',
    async (status) => {
      // Prepare
      world.service.endExports(status);
      const { watch, ports, recorded, log } = watching();

      // Act
      const findings = await watch();

      // Assess
      expect(findings).toEqual([]);
      expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 1 });
      expect(log.lines).toMatchObject([{ level: 'warn', fields: { outcome: 'ended', status } }]);
      expect(await ports.ledger.findExport(appId)).toBeUndefined();
    },
  );

  it('keeps an export whose status cannot be asked for', async () => {
    // Prepare
    const { watch, ports, recorded } = watching();
    const statusOf = async () => ({ kind: 'unanswered', cause: 'timeout' }) as const;
    ports.exports = { ...world.exports, statusOf };

    // Act
    await watch();

    // Assess
    expect(recorded()['LedgersUnread']).toBe(1);
    expect(await ports.ledger.findExport(appId)).toMatchObject({ endDay: '2026-11-21' });
  });

  it('reports its own faults, and the counts of the other apps all the same', async () => {
    // Prepare
    const { ports, log, recorded } = watching();
    const broken = 'com.example.broken';
    const findExport = ports.ledger.findExport;
    ports.ledger.findExport = async (app) => {
      if (app === broken) throw new TypeError('no table');
      return findExport(app);
    };

    // Act
    const findings = await watchLedger(
      ports,
      new Map([
        [broken, token],
        [appId, token],
      ]),
      stage,
    );

    // Assess
    expect(findings).toEqual([]);
    expect(recorded()).toEqual({ LedgerDaysShort: 0, LedgersUnread: 1 });
    expect(log.lines).toMatchObject([
      { level: 'error', fields: { appId: broken, error: 'TypeError' } },
      { level: 'info', message: "Apple's counts read" },
    ]);
  });
});
