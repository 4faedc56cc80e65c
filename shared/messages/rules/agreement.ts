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

/** What people read of it: in `ringpost why` and on the pages. */
export const gapWords: Readonly<Record<ReplayGap, string>> = {
  not_kept:
    'what decided this message was not kept: the stage has it switched off, an earlier version sent it, or its worker died',
  not_decided: 'what decided this message is kept, and this user is not in it',
};

/** After what is decided again, and before what happened. */
export const agreementWords: Readonly<Record<Agreement, string>> = {
  same: 'as it happened',
  different: 'not as it happened',
  later: 'a retry has decided otherwise later',
  unknown: 'its outcome is not listed',
};
