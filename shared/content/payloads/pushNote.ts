/**
 * `permission_denied`: the phone has reported that it shows nothing. `ext_omitted`: an alert instead of a ring has no
 * room for the `ext` that fits into a VoIP push. `forced`: the recipient would have got no push, or a silent one, if a
 * server had not forced it.
 */
export type PushNote = (typeof pushNotes)[number];

export const pushNotes = ['permission_denied', 'ext_omitted', 'forced'] as const;
