import type { Clock } from '../../platform/ports.ts';
import { cachedFor } from '../../platform/table/cachedFor.ts';
import type { ProfileStore } from '../ports.ts';

/**
 * Profiles of those who send, kept in memory: one who writes several messages in a minute is read once. A changed name
 * shows within that time.
 * @param keptSeconds a minute, unless the stage says otherwise.
 */
export function keptProfiles(profiles: ProfileStore, clock: Clock, keptSeconds?: number): ProfileStore {
  return { ...profiles, find: cachedFor(clock, profiles.find, keptSeconds) };
}
