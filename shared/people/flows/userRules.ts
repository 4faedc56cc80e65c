/**
 * Rules for a user's actions: those of the apps concerned, which are the user's own and those of the users they reach.
 * A user without a device may be a user of any app of the stage. With several apps the strictest rule applies. See
 * docs/decisions/0039.
 */
import { isDeepStrictEqual } from 'node:util';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { PeoplePorts, UserRulesStore } from '../ports.ts';
import { defaultUserRules, strictestOf, type UserRules, userRulesOf } from '../rules/userRules.ts';

export type UserRulesPorts = Pick<PeoplePorts, 'ruledApps'> & {
  apps: UserRulesStore;
  devices: Pick<DevicePorts['devices'], 'list'>;
};

type AppRulesPorts = Pick<UserRulesPorts, 'apps' | 'ruledApps'>;

/** Apps of a user, as far as they decide. */
type HasDevices = Pick<Device, 'appId'>;

/**
 * The rules of a user's own apps. No request if all apps of the stage have the same rules, which are read once a
 * minute. Otherwise one, for the user's devices.
 */
export async function rulesOfUser(ports: UserRulesPorts, userId: string): Promise<UserRules> {
  const ofStage = await rulesOfStage(ports);
  if (ofStage.isForAll) return ofStage.rules;
  return rulesOfDevices(ports, await ports.devices.list(userId));
}

/** No app of the stage has rules of its own. */
export async function hasOneRuleForAll(ports: AppRulesPorts): Promise<boolean> {
  return (await rulesOfStage(ports)).isForAll;
}

/** For a server, to which no rules apply. */
const noRules: UserRules = { ...defaultUserRules, outcomesForUsers: 'full', usersMayNotSet: [] };

/** @param rules of the acting user; a server has none. @returns the rules for acting on these users. */
export async function rulesTowards(
  ports: AppRulesPorts,
  rules: UserRules = noRules,
  recipients: readonly { devices: readonly HasDevices[] }[],
): Promise<UserRules> {
  const ofStage = await rulesOfStage(ports);
  if (ofStage.isForAll) return rules;
  return strictestOf([rules, ...(await Promise.all(recipients.map(({ devices }) => rulesOfDevices(ports, devices))))]);
}

/** Like {@link rulesTowards}, for users whose devices were not read. */
export async function rulesTowardsAnybody(ports: AppRulesPorts, rules: UserRules = noRules): Promise<UserRules> {
  return strictestOf([rules, (await rulesOfStage(ports)).rules]);
}

async function rulesOfDevices(ports: AppRulesPorts, devices: readonly HasDevices[]): Promise<UserRules> {
  const appIds = [...new Set(devices.map(({ appId }) => appId))];
  if (appIds.length === 0) return (await rulesOfStage(ports)).rules;
  return strictestOf(await Promise.all(appIds.map((appId) => rulesOfApp(ports, appId))));
}

/** @returns the strictest rules of the stage's apps; `isForAll`: there is no app with others. */
async function rulesOfStage(ports: AppRulesPorts): Promise<{ rules: UserRules; isForAll: boolean }> {
  const { appIds, demoAppId } = ports.ruledApps;
  const known = appIds ?? (demoAppId === undefined ? [] : [demoAppId]);
  const all = await Promise.all(known.map((appId) => rulesOfApp(ports, appId)));
  const [first = userRulesOf()] = all;
  const isForAll = appIds !== undefined && all.every((rules) => isDeepStrictEqual(rules, first));
  return { rules: strictestOf([first, ...all]), isForAll };
}

async function rulesOfApp({ apps, ruledApps }: AppRulesPorts, appId: string): Promise<UserRules> {
  const ownDefaults = appId === ruledApps.demoAppId ? ({ outcomesForUsers: 'full' } as const) : {};
  return userRulesOf({ ...ownDefaults, ...(await apps.find(appId)) });
}
