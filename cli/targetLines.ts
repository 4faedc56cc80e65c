/** What became of each target of a message or a call, a line each. */
export interface ShownTarget {
  userId: string;
  deviceId?: string;
  kind?: string;
  outcome: string;
  reason?: string;
  environment?: string;
}

export function targetLines(targets: readonly ShownTarget[]): string {
  return targets
    .map(({ userId, deviceId, kind, outcome, reason, environment }) => {
      const who = [userId, deviceId, kind].filter((part) => part !== undefined).join(' ');
      const why = [reason, environment].filter((part) => part !== undefined).join(', ');
      return `  ${who}: ${outcome}${why && ` (${why})`}\n`;
    })
    .join('');
}
