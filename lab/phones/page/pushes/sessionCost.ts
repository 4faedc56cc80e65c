/** What the listed messages and calls would have cost on AWS, by the same model as `explain`. */
import {
  type CostUnits,
  callUnits,
  costOf,
  recipientUnits,
  requestUnits,
  sumUnits,
  targetUnits,
} from '../../../../shared/push/rules/cost.ts';
import type { Activity } from './activities.ts';

/** Devices and settings of a user with a few phones. */
const storedBytes = 4096;

/** @returns US dollars. Pushes without a known request count with what they send. */
export function sessionDollars(activities: readonly Activity[]): number {
  return costOf(sumUnits(activities.flatMap(unitsOf))).dollars;
}

function unitsOf({ kind, request, pushes }: Activity): CostUnits[] {
  if (kind === 'checks') return [];
  const users = new Set(request?.targets.map(({ userId }) => userId));
  const sent = pushes.map(({ payload }, index) =>
    targetUnits({ pushedBytes: JSON.stringify(payload).length, countsBadge: kind === 'message' && index === 0 }),
  );
  if (!request) return sent;
  const asked = kind === 'call' ? callUnits(users.size) : requestUnits();
  return [asked, ...[...users].map(() => recipientUnits(storedBytes)), ...sent];
}

/** `$0.0000041`, `$1.20` */
export function dollarWords(dollars: number): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumSignificantDigits: 2,
    roundingPriority: 'morePrecision',
  }).format(dollars);
}
