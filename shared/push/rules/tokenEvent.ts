import type { RepairName } from '../../devices/rules/device.ts';

/**
 * What a rejection did not lead to: `refusal_outdated`, because the app has registered the token since the time that
 * Apple names; `refusal_doubted`, because its host rejects so many users that the fault must lie elsewhere.
 */
export type DisobeyedRejection = 'refusal_outdated' | 'refusal_doubted';

/** Possible effects of one push: the entry about the token in the timeline of its message, beside the outcome. */
export type TokenEvent = Extract<RepairName, 'environment_changed' | 'quarantined' | 'dropped'> | DisobeyedRejection;
