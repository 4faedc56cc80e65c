import type { TerritoryRule } from './decide.ts';

/** Apps with CallKit may not be in the App Store of mainland China, so a call is shown there as an alert. */
export const defaultTerritoryRule: TerritoryRule = { territories: ['CN'], instead: 'alert' };
