/**
 * `permission_denied`: the phone has reported that it shows nothing. `ext_omitted`: an alert in the place of a ring has no
 * room for the `ext` that a VoIP push has room for.
 */
export type PushNote = (typeof pushNotes)[number];

export const pushNotes = ['permission_denied', 'ext_omitted'] as const;
