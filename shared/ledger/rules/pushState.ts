/**
 * Meaning of the states in Apple's delivery metrics. Apple: "Viewing the status of push notifications using Metrics and
 * APNs". The spelling of the export is not published: case and the kind of dash do not matter here.
 */

/**
 * What a state says of a push. `received`: APNs took it. `first`: what APNs did with it at first. `later`: what became
 * of it in storage, where it has been counted once. `either`: one of these two, or a state that nobody knows.
 */
export type PushStage = 'received' | 'first' | 'later' | 'either';

export function stageOf(status: string): PushStage {
  const name = plainName(status);
  if (name.startsWith('received')) return 'received';
  if (name.includes('from storage')) return 'later';
  // Apple has one state for pushes that were never stored, and for those that expired in storage.
  if (name === 'discarded - expired') return 'either';
  return /^(delivered|stored|discarded)\b/.test(name) ? 'first' : 'either';
}

const reasons: Readonly<Record<string, string>> = {
  disabled: 'notifications off',
  expired: 'not reached before it expired',
  'token unregistered': 'app removed, or token replaced',
};

/**
 * Why APNs discarded pushes of this state, in words of ours.
 * @returns undefined for other states and for reasons that nobody knows.
 */
export function discardReason(status: string): string | undefined {
  const [, reason = ''] = /^discarded - (.+?)(?: \(from storage\))?$/.exec(plainName(status)) ?? [];
  return Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
}

export function isDiscarded(status: string): boolean {
  return plainName(status).startsWith('discarded');
}

function plainName(status: string): string {
  return status
    .toLowerCase()
    .replace(/\s*[-\u2010-\u2015]\s*/g, ' - ')
    .replace(/\s+/g, ' ')
    .trim();
}
