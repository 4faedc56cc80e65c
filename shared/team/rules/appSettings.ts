import type { UserRuleSettings } from '../../people/rules/userRules.ts';
import type { CallSettings } from './callSettings.ts';
import type { TerritoryRule } from './territory.ts';

/** A team's settings for one of its apps, beside its credentials. */
export interface AppSettings extends UserRuleSettings {
  /** Territories where the app must not ring through CallKit. Absent: {@link defaultTerritoryRule}. */
  territoryRule?: TerritoryRule | undefined;
  /** Absent settings are as in {@link defaultCallSettings}. */
  calls?: Partial<CallSettings> | undefined;
  /**
   * How the badge of messages that do not say so is counted. `app`: by the phone, in the app's notification service extension.
   * Absent: `server`.
   */
  badges?: 'server' | 'app' | undefined;
  /** Whether reading on one device updates the badges of the others by a push. Absent: yes. */
  pushBadgeToOtherDevices?: boolean | undefined;
}
