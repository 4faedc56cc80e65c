/** Apps with CallKit may not be in the App Store of mainland China, so a call is shown there as an alert. */
export const defaultTerritoryRule: TerritoryRule = { territories: ['CN'], instead: 'alert' };

/** Where an app must not ring through CallKit, and what becomes of a ring there. */
export interface TerritoryRule {
  /** ISO 3166, two capitals. */
  territories: readonly string[];
  instead: 'alert' | 'skip';
}
