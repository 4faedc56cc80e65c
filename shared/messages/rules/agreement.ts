/** How a decision that was made again compares with what happened. */

/** `not_kept`: nothing that decided is stored. `not_decided`: it is, but the user is not in it. */
export const replayGaps = ['not_kept', 'not_decided'] as const;
export type ReplayGap = (typeof replayGaps)[number];

/**
 * `same`: today's rules decide what happened. `later`: a retry decided once more, from later circumstances. `unknown`:
 * the outcome is not listed.
 */
export const agreements = ['same', 'different', 'later', 'unknown'] as const;
export type Agreement = (typeof agreements)[number];
