/** The monthly budget of a stage: it stops broadcasts, never calls or messages. */
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { PushPorts } from '../../push/ports.ts';
import type { CostUnits } from '../../push/rules/cost.ts';
import type { BroadcastPorts, Budget, SpendingStore } from '../ports.ts';
import { daysOfMonth, messageUnits, monthOf, type Spending, spendingOf } from '../rules/spending.ts';

/** How long a worker remembers what messages cost: a month of counters is some hundred reads. */
const messagesKeptMs = 10 * 60_000;

export type SpendingPorts = Pick<PlatformPorts, 'clock'> & {
  spending: SpendingStore;
  statistics: Pick<PushPorts['statistics'], 'read'>;
};

/** @returns what the month has cost so far. */
export async function spendingNow({ clock, spending, statistics }: SpendingPorts): Promise<Spending> {
  const nowMs = clock.nowMs();
  const [{ apps }, use] = await Promise.all([statistics.read(daysOfMonth(nowMs)), spending.read(monthOf(nowMs))]);
  return spendingOf(messageUnits(apps), use, nowMs);
}

/** @param budgetUsd US dollars a month; undefined: no limit. */
export function openBudget(
  ports: SpendingPorts & Pick<PlatformPorts, 'log' | 'metrics'> & Pick<BroadcastPorts, 'broadcasts'>,
  budgetUsd: number | undefined,
): Budget {
  const { broadcasts, spending, statistics, clock, log, metrics } = ports;
  let known: { units: CostUnits; month: string; readMs: number } | undefined;

  async function messages(nowMs: number): Promise<CostUnits> {
    const month = monthOf(nowMs);
    if (known === undefined || known.month !== month || nowMs > known.readMs + messagesKeptMs) {
      known = { units: messageUnits((await statistics.read(daysOfMonth(nowMs))).apps), month, readMs: nowMs };
    }
    return known.units;
  }

  return {
    async refusal() {
      if (budgetUsd === undefined) return undefined;
      const { usd, month } = await spendingNow(ports);
      return usd < budgetUsd ? undefined : budgetReached(usd, budgetUsd, month);
    },

    async charge(broadcastId, use) {
      try {
        const nowMs = clock.nowMs();
        const total = await spending.add(monthOf(nowMs), use);
        if (budgetUsd === undefined) return;
        const { usd } = spendingOf(await messages(nowMs), total, nowMs);
        metrics.record('BudgetUsedPercent', (100 * usd) / budgetUsd, {});
        if (usd < budgetUsd) return;
        const stopped = await broadcasts.change(broadcastId, ['running'], { state: 'stopped', stoppedBy: 'budget' });
        if (stopped !== undefined) log.warn('budget reached: broadcast stopped', { broadcastId, usd, budgetUsd });
      } catch (error) {
        log.error('use of a broadcast not counted', errorFields(error));
      }
    },
  };
}

/** For the alarms, also where no broadcast is sent. Never rejects: the other checks of the day go on. */
export async function recordBudgetUse(
  ports: SpendingPorts & Pick<PlatformPorts, 'log' | 'metrics'>,
  budgetUsd: number | undefined,
): Promise<void> {
  if (budgetUsd === undefined) return;
  try {
    const { usd } = await spendingNow(ports);
    ports.metrics.record('BudgetUsedPercent', (100 * usd) / budgetUsd, {});
  } catch (error) {
    ports.log.error('budget not looked at', errorFields(error));
  }
}

function budgetReached(usd: number, budgetUsd: number, month: string): Refusal {
  return refuse(
    'budget_reached',
    `The stage has used some $${usd.toFixed(2)} of its monthly budget of $${budgetUsd} in ${month}.`,
  );
}
