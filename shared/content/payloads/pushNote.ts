/**
 * `permission_denied`: the phone has reported that it shows nothing. `ext_omitted`: an alert instead of a ring has no
 * room for the `ext` that fits into a VoIP push.
 */
export type PushNote = (typeof pushNotes)[number];

export const pushNotes = ['permission_denied', 'ext_omitted'] as const;
