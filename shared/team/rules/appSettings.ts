import type { UserRuleSettings } from '../../people/rules/userRules.ts';
import type { CallSettings } from './callSettings.ts';
import type { TerritoryRule } from './territory.ts';

/** What a team has said about one of its apps, beside its credentials. */
export interface AppSettings extends UserRuleSettings {
  /** Where the app must not ring through CallKit. Absent: {@link defaultTerritoryRule}. */
  territoryRule?: TerritoryRule | undefined;
  /** What is absent is as in {@link defaultCallSettings}. */
  calls?: Partial<CallSettings> | undefined;
  /** When a user reads on one device, the badges of the others follow by a push. Absent: they do. */
  pushBadgeToOtherDevices?: boolean | undefined;
}
