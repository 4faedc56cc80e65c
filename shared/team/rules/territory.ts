/** Apps with CallKit are not allowed in the App Store of mainland China, so a call is shown there as an alert. */
export const defaultTerritoryRule: TerritoryRule = { territories: ['CN'], instead: 'alert' };

/** Territories where an app must not ring through CallKit, and what happens to a ring there. */
export interface TerritoryRule {
  /** ISO 3166, two capital letters. */
  territories: readonly string[];
  instead: 'alert' | 'skip';
}
