/** Outcome of each target of a message or a call, one line each. */
import { columns } from '../frame/columns.ts';
import { visible } from '../frame/outsideText.ts';
import { dim, outcomeStyle } from '../frame/style.ts';
import type { NameOfDevice } from './phoneNames.ts';

export interface ShownTarget {
  userId: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
  outcome: string;
  reason?: string | undefined;
  environment?: string | undefined;
}

export function targetLines(targets: readonly ShownTarget[], nameOf: NameOfDevice): string {
  return columns(
    targets.map(({ userId, deviceId, kind, outcome, reason, environment }) => {
      const why = [reason, environment].filter((part) => part !== undefined).join(', ');
      const device = deviceId === undefined ? '' : nameOf(deviceId);
      const what = `${outcomeStyle(outcome)(visible(outcome))}${why && dim(` (${visible(why)})`)}`;
      return [visible(userId), device, visible(kind ?? ''), what];
    }),
  );
}
