/** What a message's rules decide again about one of its recipients, in lines. */
import { type Agreement, agreementWords, gapWords, type ReplayGap } from '../../shared/messages/rules/agreement.ts';
import { visible } from '../frame/outsideText.ts';
import { bold, dim } from '../frame/style.ts';
import type { NameOfDevice } from './phoneNames.ts';

/** As the API answers it. */
export interface Replay {
  gap?: ReplayGap | undefined;
  targets: {
    userId: string;
    deviceId?: string | undefined;
    kind?: string | undefined;
    decision: string;
    rule: string;
    outcome?: string | undefined;
    reason?: string | undefined;
    agreement: Agreement;
  }[];
}

export function replayText({ gap, targets }: Replay, nameOf: NameOfDevice): string {
  if (gap !== undefined) return `decided again: unknown; ${gapWords[gap] ?? visible(gap)}\n`;
  const lines = targets.map(({ userId, deviceId, kind, decision, rule, outcome, reason, agreement }) => {
    const phone = deviceId === undefined ? '' : ` ${nameOf(deviceId)}`;
    const push = kind === undefined ? '' : ` (${visible(kind)})`;
    const happened = [outcome, reason].filter((part) => part !== undefined).map(visible);
    const words = agreementWords[agreement] ?? visible(agreement);
    const after = dim(` ${words}${happened.length === 0 ? '' : `: ${happened.join(', ')}`}`);
    return `  ${visible(userId)}${phone}${push}: ${bold(`${visible(decision)}, ${visible(rule)}`)}${after}\n`;
  });
  return `decided again, from what was kept when it was sent:\n${lines.join('')}`;
}
