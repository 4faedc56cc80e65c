/**
 * Colours, only for terminals: `guarded` (outsideText.ts) leaves them out elsewhere. The words say the same as the
 * colours.
 */

const styled = (begin: number, end: number) => (text: string) => `\u001b[${begin}m${text}\u001b[${end}m`;

export const bold = styled(1, 22);
export const dim = styled(2, 22);
export const red = styled(31, 39);
export const green = styled(32, 39);
export const yellow = styled(33, 39);

/** Colour of a target, a device or a call: green for what arrives, red for failures, yellow for what may still come. */
export function outcomeStyle(outcome: string): (text: string) => string {
  if (/^(accepted|push|voip|alert|ringing|online)$/.test(outcome)) return green;
  if (/^(rejected|failed|none)$/.test(outcome)) return red;
  return yellow;
}

/**
 * Whether a stream is shown in colours. NO_COLOR (no-color.org), FORCE_COLOR (as Node reads it) and CLICOLOR,
 * CLICOLOR_FORCE (bixense.com/clicolors) decide before the terminal does.
 */
export function wantsColours(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM } = environment;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  if (CLICOLOR_FORCE !== undefined && CLICOLOR_FORCE !== '0') return true;
  return isTerminal && CLICOLOR !== '0' && TERM !== 'dumb';
}
