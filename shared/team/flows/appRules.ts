import type { TeamPorts } from '../ports.ts';
import { type CallSettings, defaultCallSettings } from '../rules/callSettings.ts';
import { defaultTerritoryRule, type TerritoryRule } from '../rules/territory.ts';

/** How an app rings: what the team has set, and the defaults for the rest. */
export interface AppRules {
  calls: CallSettings;
  territoryRule: TerritoryRule;
}

/** By the app's ID. */
export type AppRulesById = ReadonlyMap<string, AppRules>;

export async function rulesOfApp({ apps }: Pick<TeamPorts, 'apps'>, appId: string): Promise<AppRules> {
  const settings = await apps.find(appId);
  return {
    calls: { ...defaultCallSettings, ...settings?.calls },
    territoryRule: settings?.territoryRule ?? defaultTerritoryRule,
  };
}

/** @param appIds may name an app several times. */
export async function rulesOfApps(ports: Pick<TeamPorts, 'apps'>, appIds: readonly string[]): Promise<AppRulesById> {
  const entries = [...new Set(appIds)].map(async (appId) => [appId, await rulesOfApp(ports, appId)] as const);
  return new Map(await Promise.all(entries));
}
